-- fact: the rows of tables that a fix vacuums, as the running counters have them
-- param: names: text[] of quoted, perhaps qualified names
-- A partitioned table has the sums of its leaves. vacuums counts the manual ones: the counters of one are there when it
-- has grown, which on PostgreSQL 14 takes up to a second.
select
    w.name as name,
    coalesce(pg_catalog.sum(s.n_dead_tup), 0)::bigint as dead_rows,
    coalesce(pg_catalog.sum(s.n_live_tup), 0)::bigint as live_rows,
    coalesce(pg_catalog.sum(s.vacuum_count), 0)::bigint as vacuums,
    coalesce(pg_catalog.sum(pg_catalog.pg_table_size(s.relid)), 0)::bigint as bytes
from pg_catalog.unnest(%(names)s::text[]) as w (name)
cross join lateral (
    select pg_catalog.to_regclass(w.name)::oid as relid
    union
    select l.relid::oid from pg_catalog.pg_partition_tree(pg_catalog.to_regclass(w.name)) as l
) as r
join pg_catalog.pg_stat_all_tables as s on s.relid = r.relid
group by w.name
order by w.name collate "C"
