-- title: Tables with more index than table
-- dimension: indexes
-- severity: info
-- since: 14
-- param: max_indexes = 10
-- source: an insert writes to each of them; ten are more than nearly any workload needs
-- param: max_ratio = 2
-- source: indexes twice the size of their table's rows take the memory that the rows need
-- param: min_bytes = 104857600
-- source: 100 MiB of indexes: below that nobody feels them
-- param: min_writes = 1
-- source: a table that nothing writes to since the counters began may have as many indexes as it likes
-- remedy: opskit check index_unused index_duplicate index_prefix_redundant; drop what they name on {object}
-- why: each insert, and each update that is not HOT, writes to all of them
with recursive members (relid, root) as (
    -- Partitions are told once, as the table they belong to.
    select c.oid, c.oid from pg_catalog.pg_class as c where c.relkind in ('r', 'p', 'm') and not c.relispartition
    union all
    select h.inhrelid, m.root
    from members as m
    join pg_catalog.pg_inherits as h on h.inhparent = m.relid
    join pg_catalog.pg_class as c on c.oid = h.inhrelid and c.relispartition
), per_table as (
    -- sizes as of the last VACUUM, ANALYZE or index build: they cost nothing to look up
    select
        m.root, m.relid,
        pg_catalog.count(i.indexrelid) as indexes,
        coalesce(pg_catalog.sum(x.relpages::bigint), 0) * pg_catalog.current_setting('block_size')::bigint
            as index_bytes
    from members as m
    join pg_catalog.pg_index as i on i.indrelid = m.relid
    join pg_catalog.pg_class as x on x.oid = i.indexrelid
    group by m.root, m.relid
), tables as (
    select
        p.root,
        pg_catalog.max(p.indexes) as indexes,
        pg_catalog.sum(p.index_bytes)::bigint as index_bytes,
        pg_catalog.sum(
            greatest(c.relpages, 0)::bigint + coalesce(greatest(o.relpages, 0), 0)
        )::bigint * pg_catalog.current_setting('block_size')::bigint as table_bytes,
        pg_catalog.sum(
            coalesce(pg_catalog.pg_stat_get_tuples_inserted(p.relid), 0)
                + coalesce(pg_catalog.pg_stat_get_tuples_updated(p.relid), 0)
                - coalesce(pg_catalog.pg_stat_get_tuples_hot_updated(p.relid), 0)
        )::bigint as writes
    from per_table as p
    join pg_catalog.pg_class as c on c.oid = p.relid
    left join pg_catalog.pg_class as o on o.oid = c.reltoastrelid
    group by p.root
)
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as object,
    'indexes: ' || t.indexes::text || ', ' || pg_catalog.pg_size_pretty(t.index_bytes) || ' beside '
        || pg_catalog.pg_size_pretty(t.table_bytes) || ' of rows' as message,
    t.indexes,
    t.index_bytes,
    t.table_bytes,
    t.writes as index_writing_rows
from tables as t
join pg_catalog.pg_class as c on c.oid = t.root
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where t.index_bytes >= %(min_bytes)s::bigint
    and (t.indexes > %(max_indexes)s::bigint or t.index_bytes > %(max_ratio)s::numeric * t.table_bytes)
    -- a standby counts no writes
    and (t.writes >= %(min_writes)s::bigint or pg_catalog.pg_is_in_recovery())
    and n.nspname !~ '^pg_'
    and n.nspname not in ('information_schema', 'opskit')
    and not exists (
        select from pg_catalog.pg_depend as d
        where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
    )
order by object
