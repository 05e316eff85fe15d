-- fact: how many tables are the application's own
-- Partitions count with their parents; temporary tables, opskit's record, Alembic's table and those that belong to an
-- extension do not count.
select count(*)::integer as count
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where
    c.relkind in ('r', 'p')
    and not c.relispartition
    and c.relpersistence <> 't'
    and c.relname <> 'alembic_version'
    and n.nspname not in ('information_schema', 'opskit')
    and not pg_catalog.starts_with(n.nspname, 'pg_')
    and not exists (
        select from pg_catalog.pg_depend as d
        where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
    )
