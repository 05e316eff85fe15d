-- title: Statements that run many times in every transaction
-- dimension: queries
-- severity: info
-- since: 14
-- needs: extension pg_stat_statements
-- given: statements
-- param: min_calls_per_transaction = 5
-- source: an N+1 pattern runs one statement for each row it shows; a page needs a few of a kind anyway
-- param: max_rows_per_call = 2
-- source: each such call fetches one row, or the few that belong to it
-- param: min_calls = 1000
-- source: the means of fewer calls say nothing
-- param: min_transactions = 100
-- source: the same of transactions
-- remedy: fetch the rows in one statement (a join, = any of the keys, or the mapper's own way, such as selectinload)
-- why: each call costs a round trip, and a page makes as many of them as it has rows: it grows with the data
with given as (
    select %(statements)s::jsonb as g
), statements as (
    -- of a transaction's own commands there is one each, however it is written
    select
        s.queryid,
        pg_catalog.min(s.text) as text,
        pg_catalog.sum(s.calls) as calls,
        pg_catalog.sum(s.rows) as rows,
        pg_catalog.sum(s.total_ms) as total_ms
    from given as g
    cross join lateral pg_catalog.jsonb_to_recordset(g.g -> 'rows')
        as s (queryid text, text text, toplevel boolean, calls bigint, rows bigint, total_ms numeric)
    where s.toplevel
        and s.text !~* '^ *(begin|start|commit|end|rollback|savepoint|release|set|show|discard|reset)( |;|$)'
    group by s.queryid
), totals as (
    select
        (g.g ->> 'transactions')::bigint as transactions,
        (g.g ->> 'total_ms')::numeric as total_ms,
        (select pg_catalog.sum(s.calls) from statements as s) as calls
    from given as g
)
select
    'query ' || s.queryid as object,
    pg_catalog.round(s.calls / t.transactions, 1)::text || ' calls in a transaction on average, '
        || pg_catalog.round(s.rows / s.calls, 1)::text || ' rows each, '
        || pg_catalog.round(100 * s.total_ms / nullif(t.total_ms, 0), 1)::text || ' percent of all time: '
        || pg_catalog.left(s.text, 120) as message,
    true as seen,
    s.calls,
    pg_catalog.round(s.calls / t.transactions, 2) as calls_per_transaction,
    pg_catalog.round(s.rows / s.calls, 2) as rows_per_call,
    pg_catalog.round(100 * s.total_ms / nullif(t.total_ms, 0), 2) as time_pct
from statements as s
cross join totals as t
where t.transactions >= %(min_transactions)s::bigint
    and s.calls >= %(min_calls)s::bigint
    and s.calls >= %(min_calls_per_transaction)s::numeric * t.transactions
    and s.rows <= %(max_rows_per_call)s::numeric * s.calls
union all
select
    pg_catalog.quote_ident(pg_catalog.current_database()), r.reason, false, null, null, null, null
from totals as t
cross join lateral (
    select case
        when t.transactions is null then 'statements and transactions were counted over different times: '
            || 'opskit check --over 60s counts both anew'
        when t.transactions < %(min_transactions)s::bigint then 'only ' || t.transactions::text
            || ' transactions were counted'
        when t.calls <= 1.2 * t.transactions then 'nearly every statement is a transaction of its own: what belongs '
            || 'together cannot be told'
    end
) as r (reason)
where r.reason is not null
union all
select
    pg_catalog.quote_ident(pg_catalog.current_database()), u.gap, false, null, null, null, null
from given as g
cross join lateral pg_catalog.jsonb_array_elements_text(g.g -> 'gaps') as u (gap)
order by object, message
