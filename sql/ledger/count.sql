select count(*) as events from opskit_ledger.event
