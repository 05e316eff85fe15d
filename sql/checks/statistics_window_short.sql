-- title: The activity counters are younger than they look
-- dimension: monitoring
-- severity: warning
-- since: 14
-- param: min_days = 7
-- source: pgdoctor and pgsteward: at least 7 days before an index is called unused; 30 would cover a month's jobs
-- remedy: wait until the window is long enough; do not reset the counters, look into crashes
-- why: a verdict such as "unused index" needs counters that saw a whole business cycle
-- with: counters_window
with ages as (
    select w.began, (extract(epoch from pg_catalog.clock_timestamp() - w.began) / 86400)::numeric as days
    from counters_window as w
)
select
    pg_catalog.quote_ident(pg_catalog.current_database()) as object,
    coalesce(
        'the counters cover ' || pg_catalog.round(a.days, 1)::text || ' days, since '
            || pg_catalog.to_char(a.began, 'YYYY-MM-DD HH24:MI TZ'),
        'since when the counters count cannot be told'
    ) as message,
    a.days is not null as seen,
    pg_catalog.round(a.days, 2) as days,
    a.began::text as began
from ages as a
where a.days is null or a.days < %(min_days)s::numeric
order by object
