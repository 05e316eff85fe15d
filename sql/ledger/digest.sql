-- The newest event of each (environment, kind, subject), found by hopping from one to the next in the index
-- event_newest; and every event of the kinds where all count. Each is then fetched by its number: a join would read
-- the whole table for them.
-- param: every: those kinds
-- param: environment: of this one alone, of all when empty. A hop asks for it when it has landed: asked for in the index
-- it would begin every hop at the end of that environment.
with recursive newest as (
    (
        select e.environment, e.kind, e.subject, e.seq from opskit_ledger.event as e
        where (%(environment)s::text = '' or e.environment = %(environment)s::text)
        order by e.environment desc, e.kind desc, e.subject desc, e.seq desc
        limit 1
    )
    union all
    select next.environment, next.kind, next.subject, next.seq
    from newest as last
    cross join lateral (
        select e.environment, e.kind, e.subject, e.seq from opskit_ledger.event as e
        where (e.environment, e.kind, e.subject) < (last.environment, last.kind, last.subject)
        order by e.environment desc, e.kind desc, e.subject desc, e.seq desc
        limit 1
    ) as next
    where %(environment)s::text = '' or next.environment = %(environment)s::text
),
wanted as (
    select newest.seq from newest
    union
    select f.seq from opskit_ledger.event as f
    where f.kind = any (%(every)s) and (%(environment)s::text = '' or f.environment = %(environment)s::text)
)
select e.seq, e.entry, e.login, e.prev, e.hash
from wanted
cross join lateral (
    select f.seq, f.entry::text as entry, f.login, f.prev, f.hash from opskit_ledger.event as f
    where f.seq = wanted.seq
    limit 1
) as e
order by e.seq
