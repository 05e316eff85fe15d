-- title: Share of the transactions that end in a rollback
-- dimension: queries
-- severity: warning
-- since: 14
-- given: activity
-- param: max_pct = 10
-- source: postgres_exporter's mixin: more than 10 percent
-- param: min_transactions = 1000
-- source: of fewer the share says nothing
-- remedy: see in the log which statements fail (log_min_error_statement); an idle pool's rollbacks cost nothing
-- why: work is done and thrown away; an application that fails shows here before its users write
with activity as (
    select a.*
    from pg_catalog.jsonb_to_record(%(activity)s::jsonb) as a (
        database text, since timestamptz, commits bigint, rollbacks bigint
    )
)
select
    pg_catalog.quote_ident(a.database) as object,
    case when t.transactions < %(min_transactions)s::bigint
        then 'only ' || t.transactions::text || ' transactions since '
            || pg_catalog.to_char(a.since, 'YYYY-MM-DD HH24:MI TZ')
        else pg_catalog.round(100.0 * a.rollbacks / t.transactions, 1)::text || ' percent of ' || t.transactions::text
            || ' transactions since ' || pg_catalog.to_char(a.since, 'YYYY-MM-DD HH24:MI TZ')
            || ' were rolled back'
    end as message,
    t.transactions >= %(min_transactions)s::bigint as seen,
    a.rollbacks,
    t.transactions
from activity as a
cross join lateral (select a.commits + a.rollbacks as transactions) as t
where t.transactions < %(min_transactions)s::bigint
    or 100.0 * a.rollbacks > %(max_pct)s::numeric * t.transactions
order by object
