alter table opskit_ledger.event enable always trigger append_only
