-- title: pg_stat_statements forgets statements to make room
-- dimension: monitoring
-- severity: warning
-- since: 14
-- needs: extension pg_stat_statements
-- param: max_per_day = 10
-- source: each time the rarest 5 percent go: ten a day are half of all entries
-- param: min_hours = 24
-- source: a day with its peak; on a shorter one nothing can be said about a day
-- remedy: {statement}
-- why: counters begin anew without a word: a comparison of two days is wrong, and rare slow statements are never seen
with counted as (
    -- an extension's view stands in the schema it was put into, so its name cannot be qualified here
    select
        i.dealloc, i.stats_reset as began,
        (extract(epoch from pg_catalog.clock_timestamp() - i.stats_reset) / 3600)::numeric as hours
    from pg_stat_statements_info as i
)
select
    'pg_stat_statements.max' as object,
    case when c.hours < %(min_hours)s::numeric
        then 'the counters cover only ' || pg_catalog.round(c.hours, 1)::text || ' h, since ' || c.began::text
        else c.dealloc::text || ' times since ' || c.began::text || ' the rarest statements were thrown out'
    end as message,
    c.hours >= %(min_hours)s::numeric as seen,
    c.dealloc as evictions,
    pg_catalog.round(24 * c.dealloc / c.hours, 1) as evictions_per_day,
    'alter system set pg_stat_statements.max = '
        || (2 * coalesce(pg_catalog.current_setting('pg_stat_statements.max', true), '5000')::integer)::text
        || '; restart the server' as statement
from counted as c
where c.hours < %(min_hours)s::numeric
    or 24 * c.dealloc > %(max_per_day)s::numeric * c.hours
order by object
