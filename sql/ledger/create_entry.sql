create index event_entry on opskit_ledger.event (run, at)
