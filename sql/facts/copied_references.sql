-- fact: the foreign keys of the database: which columns refer to which, and the types of those referred to
-- Read it with search_path = pg_catalog, so that types of other schemas are qualified.
select
    cn.nspname::text as child_schema, c.relname::text as child,
    pn.nspname::text as parent_schema, p.relname::text as parent,
    k.child_columns, k.parent_columns, k.types,
    (
        select pg_catalog.array_agg(a.attname::text order by a.attnum)
        from pg_catalog.pg_attribute as a
        where a.attrelid = p.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    ) as columns
from pg_catalog.pg_constraint as f
join pg_catalog.pg_class as c on c.oid = f.conrelid
join pg_catalog.pg_namespace as cn on cn.oid = c.relnamespace
join pg_catalog.pg_class as p on p.oid = f.confrelid
join pg_catalog.pg_namespace as pn on pn.oid = p.relnamespace
cross join lateral (
    select
        pg_catalog.array_agg(ca.attname::text order by u.place) as child_columns,
        pg_catalog.array_agg(pa.attname::text order by u.place) as parent_columns,
        pg_catalog.array_agg(pg_catalog.format_type(pa.atttypid, null) order by u.place) as types
    from rows from (pg_catalog.unnest(f.conkey), pg_catalog.unnest(f.confkey)) with ordinality as u (child, parent, place)
    join pg_catalog.pg_attribute as ca on ca.attrelid = f.conrelid and ca.attnum = u.child
    join pg_catalog.pg_attribute as pa on pa.attrelid = f.confrelid and pa.attnum = u.parent
) as k
where f.contype = 'f' and f.conparentid = 0 and f.convalidated
order by cn.nspname collate "C", c.relname collate "C", f.conname collate "C"
