-- title: Sorts and hashes that do not fit into work_mem
-- dimension: queries
-- severity: info
-- since: 14
-- given: activity
-- param: max_mb_per_minute = 100
-- source: a judgement: a disk writes that in a second, and the sort waits for it
-- remedy: alter role <role> set work_mem = '<more>' for the login that sorts; log_temp_files = 0 names the statements
-- why: what spills to disk is slower, and takes the disk from everybody else
with activity as (
    select a.*
    from pg_catalog.jsonb_to_record(%(activity)s::jsonb) as a (
        database text, since timestamptz, seconds numeric, temp_files bigint, temp_bytes numeric
    )
)
select
    pg_catalog.quote_ident(a.database) as object,
    a.temp_files::text || ' temporary files, ' || pg_catalog.pg_size_pretty(a.temp_bytes) || ' since '
        || pg_catalog.to_char(a.since, 'YYYY-MM-DD HH24:MI TZ') || ': '
        || pg_catalog.round(m.rate, 1)::text || ' MB a minute' as message,
    a.temp_files,
    a.temp_bytes,
    pg_catalog.round(m.rate, 2) as mb_per_minute
from activity as a
cross join lateral (select 60 * a.temp_bytes / a.seconds / 1048576 as rate) as m
where m.rate > %(max_mb_per_minute)s::numeric
order by object
