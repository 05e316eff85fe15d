-- title: Most connections do nothing
-- dimension: scalability
-- severity: info
-- since: 14
-- needs: role pg_monitor
-- param: min_taken_pct = 50
-- source: below half of the limit idle sessions are in nobody's way
-- param: min_idle_pct = 80
-- source: with four of five idle a pooler in transaction mode serves the same clients with a fifth of the connections
-- param: min_seconds = 60
-- source: a session in use comes back within a minute
-- remedy: put a pooler in transaction mode before the server, or make the pools of the applications smaller
-- why: each session costs memory, and at the next peak there are none left
with sessions as (
    select
        pg_catalog.count(*) as taken,
        pg_catalog.count(*) filter (where a.state = 'idle' and a.state_change <= i.since)
            as idle
    from pg_catalog.pg_stat_activity as a
    cross join (
        select pg_catalog.clock_timestamp() - pg_catalog.make_interval(secs => %(min_seconds)s::float8) as since
    ) as i
    where a.backend_type = 'client backend'
), usable as (
    select pg_catalog.current_setting('max_connections')::integer
        - pg_catalog.current_setting('superuser_reserved_connections')::integer
        - coalesce(pg_catalog.current_setting('reserved_connections', true), '0')::integer as connections
)
select
    'max_connections' as object,
    s.idle::text || ' of ' || s.taken::text || ' sessions have been idle for ' || %(min_seconds)s::text || ' s; '
        || u.connections::text || ' are possible' as message,
    true as seen,
    s.taken,
    s.idle,
    u.connections as usable
from sessions as s
cross join usable as u
where 100.0 * s.taken >= %(min_taken_pct)s::numeric * u.connections
    and 100.0 * s.idle >= %(min_idle_pct)s::numeric * s.taken
union all
select
    'track_activities', 'it is off: what sessions do is not shown', false, null, null, null
where pg_catalog.current_setting('track_activities') = 'off'
order by object
