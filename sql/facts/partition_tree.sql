-- fact: a table with all its partitions, each after its parent; of a table that has none the table alone
-- param: relation: a table name, quoted, perhaps qualified
-- Partitions that are being detached are left out, as PostgreSQL leaves them out of what it does to a partitioned table.
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as qualified_name,
    n.nspname::text as schema,
    c.relname::text as name,
    c.relkind::text as kind,
    coalesce(t.level, 0) as level,
    (
        select pg_catalog.quote_ident(pn.nspname) || '.' || pg_catalog.quote_ident(p.relname)
        from pg_catalog.pg_class as p
        join pg_catalog.pg_namespace as pn on pn.oid = p.relnamespace
        where p.oid = t.parentrelid and t.level > 0
    ) as parent,
    coalesce(pg_catalog.pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT', false) as is_default
from pg_catalog.pg_class as root
left join pg_catalog.pg_partition_tree(root.oid) as t on true
join pg_catalog.pg_class as c on c.oid = coalesce(t.relid, root.oid)
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where root.oid = pg_catalog.to_regclass(%(relation)s)
order by level, is_default, c.oid
