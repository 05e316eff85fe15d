create index event_kind on opskit_ledger.event (kind, seq)
