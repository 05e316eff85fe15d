-- fact: how big the named relations are
-- param: relations: text[] of relation names, each as name or schema.name, plain or quoted
-- heap_bytes is the main fork alone; total_bytes has TOAST, the maps and all indexes too. A partitioned table has the
-- sums of its partitions. rows is the planner's estimate, null where a relation was never vacuumed or analysed.
-- It waits behind an ACCESS EXCLUSIVE lock on such a relation: read it with a lock_timeout.
with
named as (
    select c.oid, c.relname, c.relkind, n.nspname
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where
        c.relkind in ('r', 'p', 'm', 'i', 'I', 'S')
        and not pg_catalog.starts_with(n.nspname, 'pg_')
        and (
            c.relname = any (%(relations)s::text[])
            or n.nspname || '.' || c.relname = any (%(relations)s::text[])
            or pg_catalog.quote_ident(c.relname) = any (%(relations)s::text[])
            or pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname)
                = any (%(relations)s::text[])
        )
),
leaf as (
    select r.oid as root, r.oid from named as r where r.relkind not in ('p', 'I')
    union all
    select r.oid, l.relid
    from named as r
    cross join lateral pg_catalog.pg_partition_tree(r.oid) as l
    where r.relkind in ('p', 'I') and l.isleaf
),
measured as (
    select
        l.root,
        pg_catalog.sum(pg_catalog.pg_relation_size(l.oid))::bigint as heap_bytes,
        pg_catalog.sum(pg_catalog.pg_total_relation_size(l.oid))::bigint as total_bytes,
        case when pg_catalog.bool_and(c.reltuples >= 0) then pg_catalog.sum(c.reltuples)::bigint end as rows
    from leaf as l
    join pg_catalog.pg_class as c on c.oid = l.oid
    group by l.root
)
select
    pg_catalog.quote_ident(r.nspname) || '.' || pg_catalog.quote_ident(r.relname) as relation,
    case r.relkind
        when 'r' then 'table' when 'p' then 'partitioned table' when 'm' then 'materialized view'
        when 'i' then 'index' when 'I' then 'partitioned index' when 'S' then 'sequence'
    end as kind,
    m.rows,
    coalesce(m.heap_bytes, 0) as heap_bytes,
    coalesce(m.total_bytes, 0) as total_bytes,
    (select pg_catalog.count(*)::integer from pg_catalog.pg_index as i where i.indrelid = r.oid) as indexes
from named as r
left join measured as m on m.root = r.oid
order by r.nspname collate "C", r.relname collate "C"
