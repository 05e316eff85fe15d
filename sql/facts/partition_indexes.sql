-- fact: the indexes of a table and of all its partitions, the older ones first
-- param: relation: a table name, quoted, perhaps qualified
-- Read it with search_path = pg_catalog: the definitions qualify only what the search path does not show.
-- constraint_type is p, u or x; parent is the index that it is attached to; building_pid is null for a login that may not
-- see other sessions' progress (pg_read_all_stats).
select
    pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname) as table_name,
    c.relname::text as name,
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as qualified_name,
    pg_catalog.pg_get_indexdef(c.oid) as definition,
    c.relkind = 'I' as is_partitioned,
    i.indisvalid as is_valid,
    pg_catalog.obj_description(c.oid, 'pg_class') as comment,
    k.contype::text as constraint_type,
    pg_catalog.pg_get_constraintdef(k.oid) as constraint_definition,
    (
        select pg_catalog.quote_ident(pn.nspname) || '.' || pg_catalog.quote_ident(p.relname)
        from pg_catalog.pg_inherits as h
        join pg_catalog.pg_class as p on p.oid = h.inhparent
        join pg_catalog.pg_namespace as pn on pn.oid = p.relnamespace
        where h.inhrelid = c.oid
    ) as parent,
    (
        select pg_catalog.min(b.pid)
        from pg_catalog.pg_stat_progress_create_index as b
        where b.datid = (select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database())
            and b.index_relid = c.oid
    ) as building_pid
from (
    select tree.relid from pg_catalog.pg_partition_tree(pg_catalog.to_regclass(%(relation)s)) as tree
    union
    select pg_catalog.to_regclass(%(relation)s)
) as wanted
join pg_catalog.pg_class as t on t.oid = wanted.relid
join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
join pg_catalog.pg_index as i on i.indrelid = t.oid
join pg_catalog.pg_class as c on c.oid = i.indexrelid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
left join pg_catalog.pg_constraint as k on k.conindid = c.oid and k.conrelid = t.oid and k.contype in ('p', 'u', 'x')
order by c.oid
