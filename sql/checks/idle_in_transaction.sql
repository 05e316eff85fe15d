-- title: Sessions idle inside a transaction
-- dimension: queries
-- severity: warning
-- since: 14
-- needs: role pg_monitor
-- param: min_seconds = 30
-- source: pgEdge pg-healthcheck, Supabase health score, dasha: 30 s
-- param: critical_seconds = 300
-- source: pgvitals: 300 s
-- remedy: alter role {object} set idle_in_transaction_session_timeout = '60s'; pg_terminate_backend for pid {pids}
-- why: an open transaction keeps its locks and stops VACUUM from removing any row that died since it began
select
    pg_catalog.quote_ident(coalesce(a.usename, 'role ' || a.usesysid::text)) as object,
    pg_catalog.count(*)::text || ' idle in transaction, the longest for '
        || pg_catalog.round(pg_catalog.max(t.seconds))::text || ' s'
        || case when pg_catalog.count(*) filter (where a.state ~ 'aborted') > 0
            then '; failed and never rolled back: '
                || (pg_catalog.count(*) filter (where a.state ~ 'aborted'))::text
            else '' end as message,
    case when pg_catalog.max(t.seconds) >= %(critical_seconds)s::numeric then 'critical' else 'warning' end as severity,
    true as seen,
    pg_catalog.count(*) as sessions,
    pg_catalog.count(*) filter (where a.state ~ 'aborted') as aborted,
    pg_catalog.round(pg_catalog.max(t.seconds), 1) as longest_seconds,
    pg_catalog.string_agg(distinct a.application_name, ', ') as applications,
    pg_catalog.string_agg(a.pid::text, ', ' order by a.pid) as pids
from pg_catalog.pg_stat_activity as a
cross join lateral (
    select extract(epoch from pg_catalog.clock_timestamp() - a.state_change)::numeric as seconds
) as t
where a.datname = pg_catalog.current_database()
    and a.state in ('idle in transaction', 'idle in transaction (aborted)')
    and t.seconds >= %(min_seconds)s::numeric
group by a.usename, a.usesysid
union all
select
    pg_catalog.quote_ident(pg_catalog.current_database()),
    pg_catalog.count(*)::text || ' sessions have track_activities off: what they do is not shown',
    null, false, null, null, null, null, null
from pg_catalog.pg_stat_activity as a
where a.datname = pg_catalog.current_database()
    and a.state = 'disabled'
    and a.pid <> pg_catalog.pg_backend_pid()
having pg_catalog.count(*) > 0
order by object
