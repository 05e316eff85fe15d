-- title: Tables so large that partitions would pay
-- dimension: scalability
-- severity: info
-- since: 14
-- param: min_bytes = 107374182400
-- source: the documentation: once a table is larger than the server's memory; 100 GiB, where a rebuild takes hours
-- remedy: if rows are dropped or read by time or tenant, plan a table partition by that, and move {object} into it
-- why: a vacuum, an index build or a restore of it is one piece of work, and old rows go by delete instead of drop
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as object,
    pg_catalog.pg_size_pretty(b.bytes) || ' in one table'
        || case when c.reltuples >= 0 then ', about ' || c.reltuples::bigint::text || ' rows' else '' end as message,
    b.bytes,
    case when c.reltuples >= 0 then c.reltuples::bigint end as estimated_rows
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
cross join lateral (
    select c.relpages::bigint * pg_catalog.current_setting('block_size')::bigint as bytes
) as b
where c.relkind = 'r'
    and not c.relispartition
    and c.relpersistence <> 't'
    and n.nspname !~ '^pg_'
    and n.nspname not in ('information_schema', 'opskit')
    and b.bytes >= %(min_bytes)s::bigint
    -- as of the last vacuum or analyze
    and c.relpages > 0
    -- a child by inheritance is a partition of the old kind
    and not exists (select from pg_catalog.pg_inherits as h where h.inhrelid = c.oid)
    and not exists (
        select from pg_catalog.pg_depend as d
        where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
    )
order by object
