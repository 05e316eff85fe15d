-- title: Queries that have been running for long
-- dimension: queries
-- severity: warning
-- since: 14
-- needs: role pg_monitor
-- param: min_seconds = 300
-- source: Supabase health score and dasha: 300 s; pgEdge pg-healthcheck warns at 60 s
-- param: critical_seconds = 1800
-- source: dasha: critical from 1,800 s
-- remedy: look at it first, then select pg_catalog.pg_cancel_backend(pid) for {pids}
-- why: it holds its locks, a connection, and the horizon: VACUUM removes no row that died since it began
with maintenance as (
    -- what is meant to take long tells its progress: vacuum, index builds, rewrites, dumps and loads, base backups
    select p.pid from pg_catalog.pg_stat_progress_vacuum as p
    union all
    select p.pid from pg_catalog.pg_stat_progress_analyze as p
    union all
    select p.pid from pg_catalog.pg_stat_progress_create_index as p
    union all
    select p.pid from pg_catalog.pg_stat_progress_cluster as p
    union all
    select p.pid from pg_catalog.pg_stat_progress_copy as p
    union all
    select p.pid from pg_catalog.pg_stat_progress_basebackup as p
), running as (
    -- Who waits for a lock is told by blocked_sessions. Of the query no quoted value is shown: it may be a secret.
    select
        a.pid, a.application_name, t.seconds,
        pg_catalog.regexp_replace(
            pg_catalog.regexp_replace(a.query, '''[^'']*(''|$)', '''...''', 'g'), '\s+', ' ', 'g'
        ) as query,
        pg_catalog.quote_ident(coalesce(a.usename, 'role ' || a.usesysid::text)) as object
    from pg_catalog.pg_stat_activity as a
    cross join lateral (
        select extract(epoch from pg_catalog.clock_timestamp() - a.query_start)::numeric as seconds
    ) as t
    where a.datname = pg_catalog.current_database()
        and a.backend_type = 'client backend'
        and a.state in ('active', 'fastpath function call')
        and a.wait_event_type is distinct from 'Lock'
        and a.pid <> pg_catalog.pg_backend_pid()
        and not pg_catalog.starts_with(a.application_name, 'opskit/')
        and a.pid not in (select m.pid from maintenance as m)
        and t.seconds >= %(min_seconds)s::numeric
)
select
    r.object,
    pg_catalog.count(*)::text || ' running, the longest for ' || pg_catalog.round(pg_catalog.max(r.seconds))::text
        || ' s: ' || pg_catalog."left"((pg_catalog.array_agg(r.query order by r.seconds desc))[1], 60) as message,
    case when pg_catalog.max(r.seconds) >= %(critical_seconds)s::numeric then 'critical' else 'warning' end as severity,
    pg_catalog.count(*) as sessions,
    pg_catalog.round(pg_catalog.max(r.seconds), 1) as longest_seconds,
    pg_catalog.string_agg(distinct r.application_name, ', ') as applications,
    pg_catalog.string_agg(r.pid::text, ', ' order by r.seconds desc) as pids
from running as r
group by r.object
order by object
