-- fact: what an index on a table would hold
-- param: relation: text, the table's name as name or schema.name, quoted where SQL asks for it
-- param: columns: text[] of its key and included columns; one that is no column (an expression) counts 16 bytes
-- rows is the planner's estimate (of a partitioned table the sum of its partitions), null before the first analyze;
-- width the sum of the average widths that analyze saw.
with
named as (
    select c.oid
    from pg_catalog.pg_class as c
    where c.oid = pg_catalog.to_regclass(%(relation)s)
),
leaf as (
    select coalesce(l.relid, n.oid) as oid
    from named as n
    left join lateral pg_catalog.pg_partition_tree(n.oid) as l on true
    where coalesce(l.isleaf, true)
)
select
    (
        select case when pg_catalog.bool_and(c.reltuples >= 0) then pg_catalog.sum(c.reltuples)::bigint end
        from leaf as l
        join pg_catalog.pg_class as c on c.oid = l.oid
    ) as rows,
    (
        select coalesce(pg_catalog.sum(coalesce(s.avg_width, 16)), 0)::bigint
        from pg_catalog.unnest(%(columns)s::text[]) as w (name)
        left join lateral (
            select pg_catalog.max(p.avg_width) as avg_width
            from pg_catalog.pg_stats as p
            join pg_catalog.pg_namespace as n on n.nspname = p.schemaname
            join pg_catalog.pg_class as c on c.relnamespace = n.oid and c.relname = p.tablename
            where p.attname = w.name and c.oid in (select l.oid from leaf as l)
        ) as s on true
    ) as width,
    (
        select coalesce(pg_catalog.sum(pg_catalog.pg_relation_size(l.oid)), 0)::bigint from leaf as l
    ) as heap_bytes
from (values (true)) as one (row)
order by 1
