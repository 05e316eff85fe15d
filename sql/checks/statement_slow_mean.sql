-- title: Statements that are slow on average
-- dimension: queries
-- severity: info
-- since: 14
-- needs: extension pg_stat_statements
-- given: statements
-- param: info_ms = 20
-- source: pghero: a mean of 20 ms
-- param: warn_ms = 5000
-- source: pgEdge pg-healthcheck: a mean of 5 s
-- param: min_calls = 100
-- source: pghero: in at least 100 calls
-- remedy: explain (analyze, buffers) it with usual values; opskit bench measures it before and after
-- why: somebody waits for it that often; a mean hides how long the slowest of them wait
with given as (
    select %(statements)s::jsonb as g
), statements as (
    select
        s.queryid,
        pg_catalog.min(s.text) as text,
        pg_catalog.sum(s.calls) as calls,
        pg_catalog.sum(s.rows) as rows,
        pg_catalog.sum(s.total_ms) as total_ms,
        pg_catalog.sum(s.total_ms) / pg_catalog.sum(s.calls) as mean_ms
    from given as g
    cross join lateral pg_catalog.jsonb_to_recordset(g.g -> 'rows')
        as s (queryid text, text text, calls bigint, rows bigint, total_ms numeric)
    group by s.queryid
)
select
    'query ' || s.queryid as object,
    pg_catalog.round(s.mean_ms, 1)::text || ' ms on average over ' || s.calls::text || ' calls: '
        || pg_catalog.left(s.text, 120) as message,
    case when s.mean_ms >= %(warn_ms)s::numeric then 'warning' else 'info' end as severity,
    true as seen,
    s.calls,
    pg_catalog.round(s.mean_ms, 2) as mean_ms,
    pg_catalog.round(s.rows / s.calls, 1) as rows_per_call,
    pg_catalog.round(100 * s.total_ms / nullif((g.g ->> 'total_ms')::numeric, 0), 2) as time_pct
from statements as s
cross join given as g
where s.calls >= %(min_calls)s::bigint
    and s.mean_ms >= %(info_ms)s::numeric
union all
select
    pg_catalog.quote_ident(pg_catalog.current_database()), u.gap, null, false, null, null, null, null
from given as g
cross join lateral pg_catalog.jsonb_array_elements_text(g.g -> 'gaps') as u (gap)
order by object, message
