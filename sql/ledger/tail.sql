select e.seq, e.entry::text as entry, e.login, e.prev, e.hash
from opskit_ledger.event as e
where %(environment)s in ('', e.environment)
order by e.seq desc
limit %(count)s
