-- title: How fast the server writes WAL
-- dimension: scalability
-- severity: warning
-- since: 14
-- given: activity
-- param: warn_mb_per_second = 50
-- source: pgEdge pg-healthcheck: 50 MB a second
-- remedy: see what writes (pg_stat_statements, wal_bytes); wal_compression = on where full pages are the most of it
-- why: every byte is written, archived and sent to each replica; replicas and backups fall behind first
with activity as (
    select a.*
    from pg_catalog.jsonb_to_record(%(activity)s::jsonb) as a (
        wal_bytes numeric, wal_seconds numeric
    )
)
select
    'wal' as object,
    pg_catalog.pg_size_pretty(a.wal_bytes) || ' in ' || pg_catalog.round(a.wal_seconds)::text || ' s: '
        || pg_catalog.round(m.rate, 1)::text || ' MB a second' as message,
    a.wal_bytes,
    pg_catalog.round(m.rate, 2) as mb_per_second
from activity as a
cross join lateral (select a.wal_bytes / a.wal_seconds / 1048576 as rate) as m
where m.rate > %(warn_mb_per_second)s::numeric
order by object
