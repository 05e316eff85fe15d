-- title: Very many schemas or tables in one database
-- dimension: schema
-- severity: info
-- since: 14
-- param: max_schemas = 50
-- source: Heroku pg:diagnose: more than 50 schemas
-- param: max_tables = 10000
-- source: a judgement: from there on pg_dump, autovacuum and each session's catalog cache feel it
-- remedy: tell tenants apart by a column, or give them databases of their own
-- why: dumps and upgrades take as long as the catalog is large, whatever the data, and every session caches it
with counted as (
    select
        pg_catalog.count(distinct n.oid) as schemas,
        pg_catalog.count(c.oid) as tables
    from pg_catalog.pg_namespace as n
    left join pg_catalog.pg_class as c on c.relnamespace = n.oid and c.relkind in ('r', 'p', 'm', 'f')
    where n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
)
select 'schemas' as object, c.schemas::text || ' schemas' as message, c.schemas as number
from counted as c
where c.schemas > %(max_schemas)s::bigint
union all
select 'tables', c.tables::text || ' tables, partitions and materialized views', c.tables
from counted as c
where c.tables > %(max_tables)s::bigint
order by object
