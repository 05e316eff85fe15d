grant select, insert, update, delete on all tables in schema opskit_fleet to opskit_ledger_writer
