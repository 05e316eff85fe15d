-- The newest event of each (environment, kind, subject), found by hopping from one to the next in the index
-- event_newest; and every event of the kinds where all count.
-- param: every: those kinds
-- param: environment: of this one alone, of all when empty
with recursive newest as (
    (
        select e.environment, e.kind, e.subject, e.seq from opskit_ledger.event as e
        where %(environment)s in ('', e.environment)
        order by e.environment desc, e.kind desc, e.subject desc, e.seq desc
        limit 1
    )
    union all
    select next.environment, next.kind, next.subject, next.seq
    from newest as last
    cross join lateral (
        select e.environment, e.kind, e.subject, e.seq from opskit_ledger.event as e
        where (e.environment, e.kind, e.subject) < (last.environment, last.kind, last.subject)
            and %(environment)s in ('', e.environment)
        order by e.environment desc, e.kind desc, e.subject desc, e.seq desc
        limit 1
    ) as next
)
select e.seq, e.entry::text as entry, e.login, e.prev, e.hash
from opskit_ledger.event as e
where e.seq in (
    select newest.seq from newest
    union
    select f.seq from opskit_ledger.event as f
    where f.kind = any (%(every)s) and %(environment)s in ('', f.environment)
)
order by e.seq
