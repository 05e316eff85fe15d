grant select on table opskit_ledger.event to opskit_ledger_reader, opskit_ledger_writer
