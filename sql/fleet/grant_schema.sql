grant usage on schema opskit_fleet to opskit_ledger_writer
