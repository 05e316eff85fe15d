create index event_newest on opskit_ledger.event (environment, kind, subject, seq)
