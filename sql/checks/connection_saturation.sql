-- title: Share of the connections that is taken
-- dimension: configuration
-- severity: warning
-- since: 14
-- param: warn_pct = 75
-- source: pgEdge pg-healthcheck and pgsteward: 75 percent
-- param: critical_pct = 90
-- source: pgEdge pg-healthcheck, pgsteward, check_postgres: 90 percent
-- remedy: close idle sessions or put a pooler before the server; raise {object} only with the memory for it
-- why: at the limit every new client is refused, the operator's too
with taken as (
    -- without pg_read_all_stats the kind of another's session is hidden; such a session counts as a client
    select pg_catalog.count(*) as connections
    from pg_catalog.pg_stat_activity as a
    where a.datid is not null
        and a.usesysid is not null
        and coalesce(a.backend_type, 'client backend') = 'client backend'
), usable as (
    select pg_catalog.current_setting('max_connections')::integer
        - pg_catalog.current_setting('superuser_reserved_connections')::integer
        - coalesce(pg_catalog.current_setting('reserved_connections', true), '0')::integer as connections
)
select
    'max_connections' as object,
    t.connections::text || ' of ' || u.connections::text || ' usable connections are taken' as message,
    case when p.pct >= %(critical_pct)s::numeric then 'critical' else 'warning' end as severity,
    t.connections as taken,
    u.connections as usable,
    pg_catalog.round(p.pct, 1) as taken_pct
from taken as t
cross join usable as u
cross join lateral (select 100.0 * t.connections / u.connections as pct) as p
where p.pct >= %(warn_pct)s::numeric
order by object
