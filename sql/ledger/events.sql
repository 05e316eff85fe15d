select e.seq, e.entry::text as entry, e.login, e.prev, e.hash from opskit_ledger.event as e order by e.seq
