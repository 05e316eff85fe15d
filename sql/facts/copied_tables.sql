-- fact: the tables whose rows a copy takes, each with the columns that can be written
-- Partitions are copied through their parents; what an extension brought is left to it.
select
    n.nspname::text as schema,
    c.relname::text as name,
    c.relkind = 'p' as partitioned,
    n.nspname = 'opskit' as whole,
    coalesce((
        select pg_catalog.array_agg(a.attname::text order by a.attnum)
        from pg_catalog.pg_attribute as a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    ), array[]::text[]) as columns
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where
    c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence <> 't'
    and n.nspname <> 'information_schema' and not pg_catalog.starts_with(n.nspname, 'pg_')
    and not exists (
        select from pg_catalog.pg_depend as d
        where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
    )
order by n.nspname collate "C", c.relname collate "C"
