-- fact: a partitioned table: its key, its own bound, its default partition, its foreign keys
-- param: relation: a table name, quoted, perhaps qualified
-- key is as in PARTITION BY; own_condition holds for all rows where the table is itself a partition; types are those of
-- its columns by name, collated the names of those that have a collation; foreign_keys has name and definition.
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as qualified_name,
    c.relkind::text as kind,
    pg_catalog.pg_get_partkeydef(c.oid) as key,
    pg_catalog.pg_get_partition_constraintdef(c.oid) as own_condition,
    am.amname::text as access_method,
    pg_catalog.current_setting('server_version_num')::integer / 10000 as major,
    t.spcname::text as tablespace,
    (
        select pg_catalog.jsonb_object_agg(a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod))
        from pg_catalog.pg_attribute as a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    ) as types,
    array(
        select a.attname::text
        from pg_catalog.pg_attribute as a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attcollation <> 0
        order by a.attnum
    ) as collated,
    (
        select pg_catalog.quote_ident(dn.nspname) || '.' || pg_catalog.quote_ident(d.relname)
        from pg_catalog.pg_partitioned_table as p
        join pg_catalog.pg_class as d on d.oid = p.partdefid
        join pg_catalog.pg_namespace as dn on dn.oid = d.relnamespace
        where p.partrelid = c.oid
    ) as default_partition,
    coalesce((
        select pg_catalog.jsonb_agg(
            pg_catalog.jsonb_build_object('name', k.conname, 'definition', pg_catalog.pg_get_constraintdef(k.oid))
            order by k.conname collate "C"
        )
        from pg_catalog.pg_constraint as k
        where k.conrelid = c.oid and k.contype = 'f' and (
            k.conparentid = 0
            or k.conparentid in (select up.oid from pg_catalog.pg_constraint as up where up.conrelid <> c.oid)
        )
    ), '[]') as foreign_keys
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
left join pg_catalog.pg_am as am on am.oid = c.relam
left join pg_catalog.pg_tablespace as t on t.oid = c.reltablespace
where c.oid = pg_catalog.to_regclass(%(relation)s)
