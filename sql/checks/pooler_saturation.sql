-- title: Share of a pool that is in use
-- dimension: configuration
-- severity: warning
-- since: 14
-- given: pgbouncer
-- param: warn_pct = 80
-- source: the success criterion "connection pool below 80 percent"
-- param: min_size = 2
-- source: of a pool of one the share says nothing
-- remedy: find what holds its connections (opskit locks, idle_in_transaction); only then raise pool_size of {object}
-- why: the next burst of requests will have to wait
with given as (
    select %(pgbouncer)s::jsonb as g
), pools as (
    select p.database, p."user", p.sv_active as active
    from given as g
    cross join lateral pg_catalog.jsonb_to_recordset(g.g -> 'pools')
        as p (database text, "user" text, sv_active integer)
), sizes as (
    select d.name, d.pool_size
    from given as g
    cross join lateral pg_catalog.jsonb_to_recordset(g.g -> 'databases') as d (name text, pool_size integer)
)
select
    pg_catalog.quote_ident(p.database) || '/' || pg_catalog.quote_ident(p."user") as object,
    p.active::text || ' of ' || s.pool_size::text || ' server connections are in use' as message,
    p.active,
    s.pool_size
from pools as p
join sizes as s on s.name = p.database
where s.pool_size >= %(min_size)s::integer
    and p.database <> 'pgbouncer'
    and 100 * p.active >= %(warn_pct)s::numeric * s.pool_size
order by object
