-- title: Clients that wait at the pooler for a connection
-- dimension: configuration
-- severity: warning
-- since: 14
-- given: pgbouncer
-- param: warn_seconds = 1
-- source: PgBouncer's documentation: when maxwait grows, the server does not answer its pool fast enough
-- param: critical_seconds = 5
-- source: a judgement: by then a person has turned to something else
-- remedy: find what holds the connections (opskit locks, idle_in_transaction); only then raise pool_size of {object}
-- why: the application stands still although the database may be idle
with pools as (
    select p.*
    from pg_catalog.jsonb_to_recordset(%(pgbouncer)s::jsonb -> 'pools') as p (
        database text, "user" text, cl_waiting integer, maxwait numeric, maxwait_us numeric, sv_active integer,
        sv_idle integer
    )
), waits as (
    select p.*, p.maxwait + p.maxwait_us / 1000000 as seconds from pools as p
)
select
    pg_catalog.quote_ident(w.database) || '/' || pg_catalog.quote_ident(w."user") as object,
    w.cl_waiting::text || ' clients wait, the longest for ' || pg_catalog.round(w.seconds, 1)::text || ' s; '
        || w.sv_active::text || ' server connections are in use, ' || w.sv_idle::text || ' idle' as message,
    case when w.seconds >= %(critical_seconds)s::numeric then 'critical' else 'warning' end as severity,
    w.cl_waiting as waiting,
    pg_catalog.round(w.seconds, 2) as longest_seconds
from waits as w
where w.cl_waiting > 0
    and w.seconds >= %(warn_seconds)s::numeric
order by object
