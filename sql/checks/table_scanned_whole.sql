-- title: Large tables that are read whole again and again
-- dimension: indexes
-- severity: warning
-- since: 14
-- param: min_bytes = 33554432
-- source: pgx_scripts: 32 MiB; a smaller table is quickly read
-- param: min_rows = 10000
-- source: pghero: 10,000 rows; on average a scan reads that many, so it is no LIMIT that ends early
-- param: min_scans_per_day = 24
-- source: one an hour: a report, a dump or an index build reads it now and then, an application reads it all the time
-- param: min_days = 1
-- source: the counters have seen each hour of a day once
-- remedy: find what reads it (pg_stat_statements, shared_blks_read); index what those conditions compare
-- why: each such scan reads the whole table, pushes the rest out of memory, and takes longer as the table grows
-- with: counters_window
with recursive members (relid, root) as (
    -- Partitions are told once, as the table they belong to.
    select c.oid, c.oid from pg_catalog.pg_class as c where c.relkind in ('r', 'p', 'm') and not c.relispartition
    union all
    select h.inhrelid, m.root
    from members as m
    join pg_catalog.pg_inherits as h on h.inhparent = m.relid
    join pg_catalog.pg_class as c on c.oid = h.inhrelid and c.relispartition
), server as (
    select extract(epoch from pg_catalog.clock_timestamp() - w.began)::numeric / 86400 as days
    from counters_window as w
), scanned as (
    -- A worker of a parallel scan counts as a scan of its own, which read its part. PostgreSQL 16 and later say when
    -- the last one was: what has stopped is not told.
    select m.root, s.relid, s.seq_scan, s.seq_tup_read, coalesce(s.idx_scan, 0) as idx_scan
    from pg_catalog.pg_stat_all_tables as s
    join members as m on m.relid = s.relid
    where s.seq_scan > 0
        and s.seq_tup_read >= %(min_rows)s::bigint * s.seq_scan
        and pg_catalog.pg_relation_size(s.relid) >= %(min_bytes)s::bigint
        and coalesce(
            (pg_catalog.to_jsonb(s) ->> 'last_seq_scan')::timestamptz
                >= pg_catalog.now() - pg_catalog.make_interval(days => 1),
            true
        )
), judged as (
    select
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as object,
        c.relkind = 'p' as partitioned,
        pg_catalog.max(s.seq_scan) as scans,
        (pg_catalog.sum(s.seq_tup_read) / pg_catalog.sum(s.seq_scan))::bigint as rows_per_scan,
        pg_catalog.sum(s.idx_scan) as index_scans,
        pg_catalog.sum(pg_catalog.pg_relation_size(s.relid)) as bytes,
        pg_catalog.max(s.seq_scan) / nullif(v.days, 0) as scans_per_day,
        v.days
    from scanned as s
    cross join server as v
    join pg_catalog.pg_class as c on c.oid = s.root
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
    group by n.nspname, c.relname, c.relkind, v.days
)
select
    j.object,
    'read whole ' || pg_catalog.round(j.scans_per_day)::text || ' times a day'
        || case when j.partitioned then ' (its partition most read)' else '' end || ', '
        || j.rows_per_scan::text || ' rows each time' as message,
    true as seen,
    j.scans as sequential_scans,
    j.index_scans,
    j.rows_per_scan,
    j.bytes as table_bytes,
    pg_catalog.round(j.days, 1) as counted_days
from judged as j
where j.days >= %(min_days)s::numeric
    and j.scans_per_day >= %(min_scans_per_day)s::numeric
union all
select
    pg_catalog.quote_ident(pg_catalog.current_database()),
    case when pg_catalog.current_setting('track_counts') = 'off' then 'track_counts is off: nothing counts scans'
        else pg_catalog.count(j.object)::text || ' large tables were read whole, but '
            || coalesce('the counters cover ' || pg_catalog.round(v.days, 2)::text || ' days only',
                'since when it is counted cannot be told')
    end,
    false, null, null, null, null, null
from server as v
left join judged as j on true
group by v.days
having pg_catalog.current_setting('track_counts') = 'off'
    or (pg_catalog.count(j.object) > 0 and coalesce(v.days < %(min_days)s::numeric, true))
order by object
