-- title: Indexes larger than their table
-- dimension: indexes
-- severity: info
-- since: 14
-- param: min_bytes = 104857600
-- source: 100 MiB: below that nobody feels it
-- remedy: opskit bloat shows what a rebuild would give back: {statement}
-- why: it is swollen, or it copies most of the row: either way it takes more memory than the rows it should save
with recursive members (relid, root) as (
    -- The partitions of an index count as one with it.
    select x.oid, x.oid from pg_catalog.pg_class as x where x.relkind in ('i', 'I') and not x.relispartition
    union all
    select h.inhrelid, m.root
    from members as m
    join pg_catalog.pg_inherits as h on h.inhparent = m.relid
), sizes as (
    -- Sizes as of the last VACUUM, ANALYZE or index build: they cost nothing to look up. GIN, GiST and the like are
    -- often larger than what they index, by their nature.
    select
        m.root,
        pg_catalog.sum(x.relpages::bigint) as index_pages,
        pg_catalog.sum(t.relpages::bigint + coalesce(o.relpages, 0)) as table_pages
    from members as m
    join pg_catalog.pg_index as i on i.indexrelid = m.relid and i.indisvalid
    join pg_catalog.pg_class as x on x.oid = i.indexrelid and x.relkind = 'i'
    join pg_catalog.pg_am as am on am.oid = x.relam and am.amname in ('btree', 'hash')
    join pg_catalog.pg_class as t on t.oid = i.indrelid
    left join pg_catalog.pg_class as o on o.oid = t.reltoastrelid
    group by m.root
)
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(x.relname) as object,
    pg_catalog.pg_size_pretty(b.index_bytes) || ' beside ' || pg_catalog.pg_size_pretty(b.table_bytes) || ' of '
        || pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname) as message,
    pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname) as table_name,
    b.index_bytes,
    b.table_bytes,
    'reindex index concurrently ' || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(x.relname)
        as statement
from sizes as s
cross join lateral (
    select
        (s.index_pages * pg_catalog.current_setting('block_size')::bigint)::bigint as index_bytes,
        (s.table_pages * pg_catalog.current_setting('block_size')::bigint)::bigint as table_bytes
) as b
join pg_catalog.pg_class as x on x.oid = s.root
join pg_catalog.pg_namespace as n on n.oid = x.relnamespace
join pg_catalog.pg_index as i on i.indexrelid = x.oid
join pg_catalog.pg_class as t on t.oid = i.indrelid
join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
where b.index_bytes >= %(min_bytes)s::bigint
    and s.index_pages > s.table_pages
    and n.nspname !~ '^pg_'
    and n.nspname not in ('information_schema', 'opskit')
    and not exists (
        select from pg_catalog.pg_depend as d
        where d.classid = 'pg_catalog.pg_class'::regclass and d.objid in (x.oid, t.oid) and d.deptype = 'e'
    )
order by object
