-- fact: what the catalog knows of every B-tree's contents, to estimate how small a rebuild would make it
-- param: min_bytes: bigint, of smaller ones nothing is told; 0 for all
-- reltuples: entries at the last vacuum, analyze or build, below 0 if never counted; table_reltuples the same of the
-- table. live_rows is the table's running count, null where the counters have not seen a vacuum or analyze (new
-- table, crash, pg_stat_reset). deduplicates: whether equal keys may share a posting list (every operator class has
-- equalimage support, no included column, not switched off). stats_visible is false where the login may not read the
-- columns that pg_stats describes. is_exclusion: it cannot be rebuilt concurrently. columns: a JSON array in index order
-- of {name, length (type length in bytes, -1 varying, -2 C string), align (bytes), is_key, is_expression, width,
-- null_frac, n_distinct}, the last three null without statistics.
-- unsettled_bytes: of the table's pages that may hold dead rows, at most: those that the last vacuum did not leave
-- all-visible, and those of rows changed since.
-- is_locked, table_is_locked: somebody holds or awaits ACCESS EXCLUSIVE, behind which a look at the file would wait; the
-- size is then that of the last vacuum or analyze. It may come between: read it with a lock_timeout.
with
locked as materialized (
    select l.relation
    from pg_catalog.pg_locks as l
    where
        l.locktype = 'relation'
        and l.mode = 'AccessExclusiveLock'
        and l.pid is distinct from pg_catalog.pg_backend_pid()
        and l.database = (select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database())
),
btree as materialized (
    select
        i.*, c.relname, c.reltuples, c.relpages, c.reloptions,
        c.oid in (select l.relation from locked as l) as is_locked,
        t.oid in (select l.relation from locked as l) as table_is_locked,
        coalesce(least(1.0, t.relallvisible::float8 / nullif(t.relpages, 0)), 0) as all_visible,
        t.relpages as table_relpages,
        n.nspname, t.relname as table_relname, t.reltuples as table_reltuples,
        t.relrowsecurity and pg_catalog.row_security_active(t.oid) as rows_hidden
    from pg_catalog.pg_index as i
    join pg_catalog.pg_class as c on c.oid = i.indexrelid and c.relkind = 'i'
    join pg_catalog.pg_am as am on am.oid = c.relam and am.amname = 'btree'
    join pg_catalog.pg_class as t on t.oid = i.indrelid
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where
        n.nspname not in ('information_schema', 'opskit')
        and not pg_catalog.starts_with(n.nspname, 'pg_')
        and case
            when %(min_bytes)s::bigint = 0 or c.oid in (select l.relation from locked as l) then true
            else pg_catalog.pg_relation_size(c.oid) >= %(min_bytes)s::bigint
        end
),
index_column as materialized (
    select
        b.indexrelid, b.nspname, a.attnum, a.attlen, a.attalign, a.attnum <= b.indnkeyatts as is_key,
        k.attnum is null as is_expression,
        case when k.attnum is null then b.relname else b.table_relname end as stats_relation,
        coalesce(k.attname, a.attname) as stats_column,
        case
            when k.attnum is null then pg_catalog.has_column_privilege(b.indexrelid, a.attnum, 'select')
            else pg_catalog.has_column_privilege(b.indrelid, k.attnum, 'select')
        end and not b.rows_hidden as visible,
        b.indclass[a.attnum - 1] as opclass,
        b.indcollation[a.attnum - 1] as collation
    from btree as b
    join pg_catalog.pg_attribute as a on a.attrelid = b.indexrelid
    left join pg_catalog.pg_attribute as k on k.attrelid = b.indrelid and k.attnum = nullif(b.indkey[a.attnum - 1], 0)
),
statistics as materialized (
    select s.schemaname, s.tablename, s.attname, s.avg_width, s.null_frac, s.n_distinct
    from pg_catalog.pg_stats as s
    where not s.inherited
),
named as (
    -- the width of a `name` is counted as 64 bytes, the index stores a C string: its mean length in the sample
    select
        x.indexrelid, x.attnum,
        (
            select pg_catalog.avg(pg_catalog.octet_length(v.value) + 1)::float8
            from pg_catalog.unnest(coalesce(s.histogram_bounds, s.most_common_vals)::text::text[]) as v (value)
        ) as width
    from index_column as x
    join pg_catalog.pg_stats as s
        on s.schemaname = x.nspname and s.tablename = x.stats_relation and s.attname = x.stats_column
        and not s.inherited
    where x.attlen = -2
),
described as (
    select
        x.indexrelid,
        pg_catalog.bool_and(x.visible) as stats_visible,
        pg_catalog.bool_and(
            x.is_key and p.amproc is not null
            and (p.amproc <> 'pg_catalog.btvarstrequalimage(oid)'::regprocedure or l.collisdeterministic)
        ) as equal_images,
        pg_catalog.jsonb_agg(
            pg_catalog.jsonb_build_object(
                'name', x.stats_column,
                'length', x.attlen,
                'align', case x.attalign when 'd' then 8 when 'i' then 4 when 's' then 2 else 1 end,
                'is_key', x.is_key,
                'is_expression', x.is_expression,
                'width', coalesce(m.width, s.avg_width),
                'null_frac', s.null_frac,
                'n_distinct', s.n_distinct
            ) order by x.attnum
        ) as columns
    from index_column as x
    left join statistics as s
        on s.schemaname = x.nspname and s.tablename = x.stats_relation and s.attname = x.stats_column
    left join named as m on m.indexrelid = x.indexrelid and m.attnum = x.attnum
    left join pg_catalog.pg_opclass as o on o.oid = x.opclass
    left join pg_catalog.pg_amproc as p
        on p.amprocfamily = o.opcfamily and p.amproclefttype = o.opcintype and p.amprocrighttype = o.opcintype
        and p.amprocnum = 4
    left join pg_catalog.pg_collation as l on l.oid = x.collation
    group by x.indexrelid
)
select
    b.relname::text as name,
    b.nspname::text as schema,
    pg_catalog.quote_ident(b.nspname) || '.' || pg_catalog.quote_ident(b.relname) as qualified_name,
    pg_catalog.quote_ident(b.nspname) || '.' || pg_catalog.quote_ident(b.table_relname) as table_name,
    b.indexrelid::bigint as relid,
    b.indrelid::bigint as table_relid,
    pg_catalog.current_setting('block_size')::integer as block_size,
    case when b.is_locked then b.relpages * pg_catalog.current_setting('block_size')::bigint
        else coalesce(pg_catalog.pg_relation_size(b.indexrelid), 0) end as size_bytes,
    b.is_locked,
    b.table_is_locked,
    least(
        z.table_bytes,
        z.table_bytes * (1 - b.all_visible)
        + (2 * coalesce(t.n_dead_tup, 0) + coalesce(t.n_ins_since_vacuum, 0))
        * pg_catalog.current_setting('block_size')::bigint
    ) as unsettled_bytes,
    b.reltuples::float8 as reltuples,
    b.table_reltuples::float8 as table_reltuples,
    case when greatest(t.last_analyze, t.last_autoanalyze, t.last_vacuum, t.last_autovacuum) is not null
        then t.n_live_tup
    end as live_rows,
    t.n_mod_since_analyze as mods_since_analyze,
    greatest(t.last_analyze, t.last_autoanalyze) as last_analyze,
    coalesce(
        (select o.option_value::integer from pg_catalog.pg_options_to_table(b.reloptions) as o
        where o.option_name = 'fillfactor'), 90
    ) as fillfactor,
    b.indisunique as is_unique,
    b.indisvalid and b.indisready and b.indislive as is_valid,
    b.indpred is not null as is_partial,
    b.indisexclusion as is_exclusion,
    d.equal_images and coalesce(
        (select o.option_value::boolean from pg_catalog.pg_options_to_table(b.reloptions) as o
        where o.option_name = 'deduplicate_items'), true
    ) as deduplicates,
    d.stats_visible,
    d.columns
from btree as b
join described as d on d.indexrelid = b.indexrelid
left join pg_catalog.pg_stat_all_tables as t on t.relid = b.indrelid
cross join lateral (
    select
        case when b.table_is_locked then b.table_relpages * pg_catalog.current_setting('block_size')::bigint
            else coalesce(pg_catalog.pg_relation_size(b.indrelid), 0) end as table_bytes
) as z
order by b.nspname collate "C", b.relname collate "C"
