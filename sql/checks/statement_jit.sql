-- title: Statements that spend their time compiling
-- dimension: queries
-- severity: info
-- since: 15
-- needs: extension pg_stat_statements
-- given: statements
-- param: min_pct = 20
-- source: a fifth of a statement's own time; the compiler pays where that time falls by more
-- param: min_ms = 10000
-- source: below ten seconds in all nobody notices
-- remedy: raise jit_above_cost for that role or database, or set jit = off there
-- why: the compiler was started for statements that end before its work pays
with given as (
    select %(statements)s::jsonb as g
), statements as (
    select
        s.queryid,
        pg_catalog.min(s.text) as text,
        pg_catalog.sum(s.calls) as calls,
        pg_catalog.sum(s.total_ms) as total_ms,
        pg_catalog.sum(s.jit_ms) as jit_ms
    from given as g
    cross join lateral pg_catalog.jsonb_to_recordset(g.g -> 'rows')
        as s (queryid text, text text, calls bigint, total_ms numeric, jit_ms numeric)
    group by s.queryid
)
select
    'query ' || s.queryid as object,
    pg_catalog.round(100 * s.jit_ms / nullif(s.total_ms, 0), 1)::text || ' percent of its time is the compiler''s, '
        || pg_catalog.round(s.jit_ms / s.calls, 1)::text || ' ms a call: ' || pg_catalog.left(s.text, 120) as message,
    true as seen,
    s.calls,
    pg_catalog.round(s.jit_ms) as jit_ms,
    pg_catalog.round(s.total_ms) as total_ms
from statements as s
where s.jit_ms >= %(min_ms)s::numeric
    and 100 * s.jit_ms >= %(min_pct)s::numeric * s.total_ms
union all
select
    pg_catalog.quote_ident(pg_catalog.current_database()), u.gap, false, null, null, null
from given as g
cross join lateral pg_catalog.jsonb_array_elements_text(g.g -> 'gaps') as u (gap)
order by object, message
