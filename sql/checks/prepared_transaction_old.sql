-- title: Prepared transactions nobody finished
-- dimension: integrity
-- severity: warning
-- since: 14
-- param: min_seconds = 300
-- source: a coordinator commits within seconds; five minutes means that it is gone
-- param: critical_seconds = 3600
-- source: after an hour locks and the vacuum horizon have been held for a whole peak
-- remedy: ask its coordinator, then commit prepared {object} or rollback prepared {object}
-- why: it keeps its locks and the vacuum horizon across restarts, until somebody ends it
select
    pg_catalog.quote_literal(x.gid) as object,
    'prepared ' || pg_catalog.round(t.seconds)::text || ' s ago by ' || pg_catalog.quote_ident(x.owner) as message,
    case when t.seconds >= %(critical_seconds)s::numeric then 'critical' else 'warning' end as severity,
    true as seen,
    x.owner::text as owner,
    pg_catalog.round(t.seconds) as age_seconds
from pg_catalog.pg_prepared_xacts as x
cross join lateral (select extract(epoch from pg_catalog.clock_timestamp() - x.prepared)::numeric as seconds) as t
where x.database = pg_catalog.current_database()
    and t.seconds >= %(min_seconds)s::numeric
union all
select
    pg_catalog.quote_ident(pg_catalog.current_database()),
    'a standby does not show prepared transactions: ask the primary',
    null, false, null, null
where pg_catalog.pg_is_in_recovery()
order by object
