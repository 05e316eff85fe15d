-- title: Materialized views whose refresh stops their readers
-- dimension: indexes
-- severity: info
-- since: 14
-- param: min_bytes = 10485760
-- source: 10 MiB: a smaller one is refreshed before anybody notices
-- remedy: create unique index concurrently on {object} (<columns that are unique>)
-- why: without a unique index REFRESH cannot be CONCURRENTLY, and every query on it waits for the whole refresh
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as object,
    'no unique index over all of its rows, so it cannot be refreshed concurrently' as message,
    pg_catalog.pg_relation_size(c.oid) as size_bytes,
    case when c.reltuples >= 0 then c.reltuples::bigint end as estimated_rows
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where c.relkind = 'm'
    and n.nspname !~ '^pg_'
    and n.nspname not in ('information_schema', 'opskit')
    and pg_catalog.pg_relation_size(c.oid) >= %(min_bytes)s::bigint
    and not exists (
        -- as REFRESH MATERIALIZED VIEW CONCURRENTLY asks for it: columns only, and no predicate
        select from pg_catalog.pg_index as i
        where i.indrelid = c.oid
            and i.indisunique and i.indisvalid and i.indimmediate
            and i.indpred is null and i.indexprs is null
    )
    and not exists (
        select from pg_catalog.pg_depend as d
        where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
    )
order by object
