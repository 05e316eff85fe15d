-- title: Statements that take a great share of all time
-- dimension: queries
-- severity: info
-- since: 14
-- needs: extension pg_stat_statements
-- given: statements
-- param: min_pct = 30
-- source: postgres-checkup: 30 percent; pg-extras: 33
-- param: min_busy_pct = 5
-- source: a server whose statements together keep less than a twentieth of one core busy has no such trouble
-- remedy: explain (analyze, buffers) it with usual values; what it costs less the whole server has more
-- why: no other change can gain as much as one to this statement
with given as (
    select %(statements)s::jsonb as g
), totals as (
    select (g.g ->> 'total_ms')::numeric as total_ms, (g.g ->> 'seconds')::numeric as seconds from given as g
), statements as (
    select
        s.queryid,
        pg_catalog.min(s.text) as text,
        pg_catalog.sum(s.calls) as calls,
        pg_catalog.sum(s.total_ms) as total_ms
    from given as g
    cross join lateral pg_catalog.jsonb_to_recordset(g.g -> 'rows')
        as s (queryid text, text text, toplevel boolean, calls bigint, total_ms numeric)
    where s.toplevel
    group by s.queryid
)
select
    'query ' || s.queryid as object,
    pg_catalog.round(100 * s.total_ms / t.total_ms, 1)::text || ' percent of all time, '
        || pg_catalog.round(s.total_ms / s.calls, 1)::text || ' ms on average over ' || s.calls::text || ' calls: '
        || pg_catalog.left(s.text, 120) as message,
    true as seen,
    s.calls,
    pg_catalog.round(100 * s.total_ms / t.total_ms, 2) as time_pct,
    pg_catalog.round(s.total_ms / s.calls, 2) as mean_ms
from statements as s
cross join totals as t
where 100 * s.total_ms >= %(min_pct)s::numeric * t.total_ms
    and t.total_ms > 0
    and t.total_ms / 10 >= %(min_busy_pct)s::numeric * t.seconds
union all
select
    pg_catalog.quote_ident(pg_catalog.current_database()), u.gap, false, null, null, null
from given as g
cross join lateral pg_catalog.jsonb_array_elements_text(g.g -> 'gaps') as u (gap)
order by object, message
