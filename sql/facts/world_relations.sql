-- fact: every relation of users that is no index: what it is, what it belongs to, how large the planner takes it to be
-- bytes is what the last VACUUM or ANALYZE counted: asking for the file would wait behind an ACCESS EXCLUSIVE lock.
select
    c.oid,
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as name,
    c.relkind::text as kind,
    c.reltuples::float8 as rows,
    greatest(c.relpages, 0)::bigint * pg_catalog.current_setting('block_size')::integer as bytes,
    c.relpersistence::text as persistence,
    coalesce(a.amname::text, '') as access_method,
    c.relreplident::text as replica_identity,
    c.reltoastrelid <> 0 as toast,
    c.relispartition as is_partition,
    coalesce(s.spcname::text, '') as tablespace,
    o.rolname::text as owner,
    coalesce((
        select pg_catalog.quote_ident(y.nspname) || '.' || pg_catalog.quote_ident(t.typname)
        from pg_catalog.pg_type as t
        join pg_catalog.pg_namespace as y on y.oid = t.typnamespace
        where t.oid = c.reloftype
    ), '') as of_type,
    coalesce(pg_catalog.pg_get_expr(c.relpartbound, c.oid), '') as bound,
    coalesce(p.partstrat::text, '') as strategy,
    coalesce(p.partdefid, 0) as default_partition,
    array(
        select coalesce(t.attname::text, '')
        from pg_catalog.unnest(p.partattrs::smallint[]) with ordinality as k (attnum, nr)
        left join pg_catalog.pg_attribute as t on t.attrelid = c.oid and t.attnum = k.attnum
        order by k.nr
    ) as partition_key
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join pg_catalog.pg_roles as o on o.oid = c.relowner
left join pg_catalog.pg_am as a on a.oid = c.relam
left join pg_catalog.pg_tablespace as s on s.oid = c.reltablespace
left join pg_catalog.pg_partitioned_table as p on p.partrelid = c.oid
where
    c.relkind in ('r', 'p', 'v', 'm', 'f', 'c', 'S')
    and n.nspname <> 'information_schema'
    and not pg_catalog.starts_with(n.nspname, 'pg_')
order by c.oid
