-- fact: what the catalog knows of every table's contents, to estimate how small a rewrite would make it
-- param: min_bytes: bigint, of smaller ones, TOAST counted, nothing is told; 0 for all
-- size_bytes and toast_bytes are main forks. reltuples: rows at the last vacuum or analyze, below 0 if never counted;
-- live_rows is the running count, null where the counters have not seen a vacuum or analyze (new table, crash,
-- pg_stat_reset). toast_reltuples: chunks at the last vacuum. missing_columns were added with a default that old rows
-- do not hold yet. stats_visible is false where the login may not read the columns that
-- pg_stats describes. columns: a JSON array of the live columns in physical order of {name, length (type length in
-- bytes, -1 varying), align (bytes), width, null_frac}, the last two null without statistics.
-- is_locked: somebody holds or awaits ACCESS EXCLUSIVE, behind which a look at the file would wait; the sizes are then
-- those of the last vacuum or analyze. It may come between: read it with a lock_timeout.
-- parent is the partitioned table at the root, null for what is no partition.
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
heap as materialized (
    select
        c.oid, c.relname, c.relkind, c.reltuples, c.relpages, c.reloptions, c.reltoastrelid,
        n.nspname,
        exists (select from locked as l where l.relation in (c.oid, c.reltoastrelid)) as is_locked,
        case when c.relispartition then pg_catalog.pg_partition_root(c.oid)::oid end as root,
        c.relrowsecurity and pg_catalog.row_security_active(c.oid) as rows_hidden
    from pg_catalog.pg_class as c
    join pg_catalog.pg_am as am on am.oid = c.relam and am.amname = 'heap'
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where
        c.relkind in ('r', 'm')
        and n.nspname not in ('information_schema', 'opskit')
        and not pg_catalog.starts_with(n.nspname, 'pg_')
        and case
            when %(min_bytes)s::bigint = 0 then true
            when exists (select from locked as l where l.relation in (c.oid, c.reltoastrelid)) then true
            else pg_catalog.pg_relation_size(c.oid)
                + coalesce(pg_catalog.pg_relation_size(nullif(c.reltoastrelid, 0)), 0) >= %(min_bytes)s::bigint
        end
),
described as (
    select
        a.attrelid,
        pg_catalog.count(*) filter (where a.attisdropped)::integer as dropped_columns,
        pg_catalog.count(*) filter (where a.atthasmissing and not a.attisdropped)::integer as missing_columns,
        coalesce(pg_catalog.bool_and(
            a.attisdropped or pg_catalog.has_column_privilege(h.oid, a.attnum, 'select')
        ), true) and not h.rows_hidden as stats_visible,
        coalesce(pg_catalog.jsonb_agg(
            pg_catalog.jsonb_build_object(
                'name', a.attname,
                'length', a.attlen,
                'align', case a.attalign when 'd' then 8 when 'i' then 4 when 's' then 2 else 1 end,
                'width', s.avg_width,
                'null_frac', s.null_frac
            ) order by a.attnum
        ) filter (where not a.attisdropped), '[]'::jsonb) as columns
    from heap as h
    join pg_catalog.pg_attribute as a on a.attrelid = h.oid and a.attnum > 0
    left join pg_catalog.pg_stats as s
        on s.schemaname = h.nspname and s.tablename = h.relname and s.attname = a.attname and not s.inherited
    group by a.attrelid, h.rows_hidden
)
select
    h.relname::text as name,
    h.nspname::text as schema,
    pg_catalog.quote_ident(h.nspname) || '.' || pg_catalog.quote_ident(h.relname) as qualified_name,
    case h.relkind when 'm' then 'materialized view' else 'table' end as kind,
    h.oid::bigint as relid,
    nullif(h.reltoastrelid, 0)::bigint as toast_relid,
    (
        select pg_catalog.quote_ident(r.nspname) || '.' || pg_catalog.quote_ident(p.relname)
        from pg_catalog.pg_class as p
        join pg_catalog.pg_namespace as r on r.oid = p.relnamespace
        where p.oid = h.root
    ) as parent,
    pg_catalog.current_setting('block_size')::integer as block_size,
    case when h.is_locked then h.relpages * pg_catalog.current_setting('block_size')::bigint
        else coalesce(pg_catalog.pg_relation_size(h.oid), 0) end as size_bytes,
    case when h.is_locked then coalesce(toast.relpages, 0) * pg_catalog.current_setting('block_size')::bigint
        else coalesce(pg_catalog.pg_relation_size(nullif(h.reltoastrelid, 0)), 0) end as toast_bytes,
    h.is_locked,
    h.reltuples::float8 as reltuples,
    case when greatest(t.last_analyze, t.last_autoanalyze, t.last_vacuum, t.last_autovacuum) is not null
        then t.n_live_tup
    end as live_rows,
    t.n_mod_since_analyze as mods_since_analyze,
    greatest(t.last_analyze, t.last_autoanalyze) as last_analyze,
    toast.reltuples::float8 as toast_reltuples,
    coalesce(
        (select o.option_value::integer from pg_catalog.pg_options_to_table(h.reloptions) as o
        where o.option_name = 'fillfactor'), 100
    ) as fillfactor,
    coalesce(d.dropped_columns, 0) as dropped_columns,
    coalesce(d.missing_columns, 0) as missing_columns,
    coalesce(d.stats_visible, true) as stats_visible,
    coalesce(d.columns, '[]'::jsonb) as columns
from heap as h
left join described as d on d.attrelid = h.oid
left join pg_catalog.pg_stat_all_tables as t on t.relid = h.oid
left join pg_catalog.pg_class as toast on toast.oid = nullif(h.reltoastrelid, 0)
order by h.nspname collate "C", h.relname collate "C"
