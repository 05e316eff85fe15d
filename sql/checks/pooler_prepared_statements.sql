-- title: Prepared statements that a transaction-mode pool cannot keep
-- dimension: configuration
-- severity: info
-- since: 14
-- given: pgbouncer
-- param: wanted = 1
-- source: PgBouncer 1.21 and later follow named statements through the pool where max_prepared_statements is above 0
-- remedy: set max_prepared_statements (100 is usual), or switch prepared statements off in the driver
-- why: the next transaction gets another server connection, on which the statement was never prepared: it fails
with given as (
    select %(pgbouncer)s::jsonb as g
), pools as (
    select p.database, p."user", p.pool_mode
    from given as g
    cross join lateral pg_catalog.jsonb_to_recordset(g.g -> 'pools') as p (database text, "user" text, pool_mode text)
), setting as (
    select coalesce((g.g #>> '{config,max_prepared_statements}')::integer, 0) as statements from given as g
)
select
    pg_catalog.quote_ident(p.database) || '/' || pg_catalog.quote_ident(p."user") as object,
    'is pooled by ' || p.pool_mode || ', and max_prepared_statements is ' || s.statements::text as message,
    p.pool_mode
from pools as p
cross join setting as s
where p.pool_mode in ('transaction', 'statement')
    and s.statements < %(wanted)s::integer
order by object
