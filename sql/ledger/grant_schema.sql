grant usage on schema opskit_ledger to opskit_ledger_reader, opskit_ledger_writer
