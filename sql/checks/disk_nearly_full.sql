-- title: A disk of the server that is nearly full
-- dimension: scalability
-- severity: warning
-- since: 14
-- given: machine
-- param: warn_pct = 15
-- source: a judgement: an index build wants its size twice, and a day's WAL some more
-- param: critical_pct = 5
-- source: a judgement: file systems keep five percent for root, and a checkpoint that finds no room stops the server
-- remedy: make room there or enlarge it: old logs, files of WAL that a slot keeps back, tables that are not used
-- why: a server without room for WAL stops at once, and does not start again before there is some
with disks as (
    select d.*, pg_catalog.round(100.0 * d.free_bytes / d.total_bytes, 1) as free_pct
    from pg_catalog.jsonb_to_recordset(%(machine)s::jsonb -> 'disks') as d (
        place text, mount text, free_bytes bigint, total_bytes bigint
    )
    where d.total_bytes > 0
)
select
    d.mount as object,
    d.free_pct::text || ' percent are free (' || pg_catalog.pg_size_pretty(d.free_bytes) || ' of '
        || pg_catalog.pg_size_pretty(d.total_bytes) || ') where the ' || d.place || ' is' as message,
    case when d.free_pct < %(critical_pct)s::numeric then 'critical' else 'warning' end as severity,
    d.free_bytes as free_bytes,
    d.total_bytes as total_bytes
from disks as d
where d.free_pct < %(warn_pct)s::numeric
order by object
