-- title: Pools that may open more connections than the server has
-- dimension: configuration
-- severity: warning
-- since: 14
-- given: pgbouncer
-- param: max_pct = 100
-- source: more cannot be had; the rest is refused with "sorry, too many clients already"
-- remedy: lower default_pool_size, or set max_db_connections, so that the sum stays below what the server has
-- why: under load the server refuses what the pooler promises, and the operator does not get in either
with given as (
    select %(pgbouncer)s::jsonb as g
), databases as (
    select d.*
    from given as g
    cross join lateral pg_catalog.jsonb_to_recordset(g.g -> 'databases') as d (
        name text, host text, port integer, database text, pool_size integer, reserve_pool_size integer,
        reserve_pool integer, max_connections integer
    )
), users as (
    -- each user of a database has a pool of its own
    select p.database, pg_catalog.count(distinct p."user") as users
    from given as g
    cross join lateral pg_catalog.jsonb_to_recordset(g.g -> 'pools') as p (database text, "user" text)
    group by p.database
), here as (
    -- databases of the server that has this one: a pooler may stand before several
    select d.*, greatest(coalesce(u.users, 1), 1) as users
    from databases as d
    left join users as u on u.database = d.name
    where exists (
        select from databases as o
        where o.database = pg_catalog.current_database()
            and o.host is not distinct from d.host and o.port is not distinct from d.port
    )
), most as (
    select
        pg_catalog.count(*) as pools,
        pg_catalog.sum(least(
            (h.pool_size + coalesce(h.reserve_pool_size, h.reserve_pool, 0)) * h.users,
            coalesce(nullif(h.max_connections, 0), 2147483647)
        )) as connections
    from here as h
), usable as (
    select pg_catalog.current_setting('max_connections')::integer
        - pg_catalog.current_setting('superuser_reserved_connections')::integer
        - coalesce(pg_catalog.current_setting('reserved_connections', true), '0')::integer as connections
)
select
    'pgbouncer' as object,
    case when m.pools = 0 then 'PgBouncer knows no database named ' || pg_catalog.current_database()
        else 'the pools may open ' || m.connections::text || ' connections, the server has ' || u.connections::text
    end as message,
    m.pools > 0 as seen,
    m.connections as may_open,
    u.connections as usable
from most as m
cross join usable as u
where m.pools = 0 or 100 * m.connections > %(max_pct)s::numeric * u.connections
order by object
