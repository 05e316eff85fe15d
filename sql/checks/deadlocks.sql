-- title: Deadlocks
-- dimension: queries
-- severity: info
-- since: 14
-- given: activity
-- param: max_per_minute = 5
-- source: postgres_exporter's mixin: more than 5 a minute
-- remedy: take the locks in one order everywhere; the log names both statements of each deadlock
-- why: the server ends one of the two transactions, and somebody's work is lost or done again
with activity as (
    select a.*
    from pg_catalog.jsonb_to_record(%(activity)s::jsonb) as a (
        database text, since timestamptz, seconds numeric, deadlocks bigint
    )
)
select
    pg_catalog.quote_ident(a.database) as object,
    a.deadlocks::text || ' deadlocks since ' || pg_catalog.to_char(a.since, 'YYYY-MM-DD HH24:MI TZ') as message,
    case when 60 * a.deadlocks > %(max_per_minute)s::numeric * a.seconds then 'warning' else 'info' end as severity,
    a.deadlocks,
    pg_catalog.round(60 * a.deadlocks / a.seconds, 2) as per_minute
from activity as a
where a.deadlocks > 0
order by object
