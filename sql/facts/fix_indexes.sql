-- fact: indexes that a fix rebuilds or drops, as they are right now
-- param: names: text[] of quoted, perhaps qualified names, of indexes or of their tables
-- constraint_name is that of the constraint that rests on the index. leftovers counts the INVALID indexes that an
-- interrupted REINDEX CONCURRENTLY has left on the table. parts are the leaves of a partitioned index, whose sums it has.
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as name,
    pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname) as table_name,
    pg_catalog.pg_get_indexdef(i.indexrelid) as definition,
    pg_catalog.pg_relation_filenode(i.indexrelid)::bigint as filenode,
    coalesce(
        (
            select pg_catalog.sum(pg_catalog.pg_relation_size(l.relid))::bigint
            from pg_catalog.pg_partition_tree(i.indexrelid) as l where l.isleaf
        ),
        pg_catalog.pg_relation_size(i.indexrelid)
    ) as bytes,
    coalesce(s.idx_scan, 0) as scans,
    i.indisvalid and i.indisready and i.indislive as is_valid,
    (
        select k.conname::text from pg_catalog.pg_constraint as k
        where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x')
    ) as constraint_name,
    (
        select pg_catalog.count(*)
        from pg_catalog.pg_index as o
        join pg_catalog.pg_class as oc on oc.oid = o.indexrelid
        where o.indrelid = i.indrelid and not o.indisvalid and oc.relname ~ '_cc(new|old)[0-9]*$'
    ) as leftovers
from pg_catalog.pg_index as i
join pg_catalog.pg_class as c on c.oid = i.indexrelid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join pg_catalog.pg_class as t on t.oid = i.indrelid
join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
left join pg_catalog.pg_stat_all_indexes as s on s.indexrelid = i.indexrelid
where exists (
    select from pg_catalog.unnest(%(names)s::text[]) as w (name)
    where pg_catalog.to_regclass(w.name) in (i.indexrelid, i.indrelid)
)
order by n.nspname collate "C", c.relname collate "C"
