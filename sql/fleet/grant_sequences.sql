grant usage on all sequences in schema opskit_fleet to opskit_ledger_writer
