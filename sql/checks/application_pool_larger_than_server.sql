-- title: The application may open more connections than there are
-- dimension: configuration
-- severity: warning
-- since: 14
-- given: application
-- param: max_pct = 80
-- source: the success criterion "connection pool below 80 percent": migrations, reports and people need the rest
-- remedy: lower size, overflow or processes, or put a PgBouncer between the application and the server
-- why: the last processes to come up under load are refused: too many clients already
with given as (
    select a.*
    from pg_catalog.jsonb_to_record(%(application)s::jsonb) as a (
        size integer, overflow integer, processes integer, most integer, pooled boolean
    )
), usable as (
    select pg_catalog.current_setting('max_connections')::integer
        - pg_catalog.current_setting('superuser_reserved_connections')::integer
        - coalesce(pg_catalog.current_setting('reserved_connections', true), '0')::integer as connections
)
select
    'max_connections' as object,
    'the application may open ' || g.most::text || ' connections (' || g.processes::text || ' processes of '
        || g.size::text || ' + ' || g.overflow::text || '), the server has ' || u.connections::text as message,
    case when g.most > u.connections then 'critical' else 'warning' end as severity,
    g.most as may_open,
    u.connections as usable
from given as g
cross join usable as u
where not g.pooled
    and 100 * g.most > %(max_pct)s::numeric * u.connections
order by object
