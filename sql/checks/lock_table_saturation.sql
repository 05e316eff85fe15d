-- title: The shared lock table fills up
-- dimension: scalability
-- severity: warning
-- since: 14
-- param: warn_pct = 50
-- source: dasha: 50 percent
-- param: critical_pct = 80
-- source: dasha: 80 percent
-- remedy: alter system set {object} = {wanted}; restart the server; first look who takes so many: opskit locks
-- why: when it is full, statements fail with "out of shared memory", also those of whoever took few locks
with held as (
    -- locks on the fast path and those of serializable transactions are kept elsewhere; one entry serves all holders
    select pg_catalog.count(*) as entries
    from (
        select distinct
            l.locktype, l.database, l.relation, l.page, l.tuple, l.virtualxid, l.transactionid, l.classid, l.objid,
            l.objsubid
        from pg_catalog.pg_locks as l
        where not l.fastpath and l.mode <> 'SIReadLock'
    ) as d
), capacity as (
    select
        s.per_transaction,
        s.per_transaction * (
            pg_catalog.current_setting('max_connections')::bigint
            + pg_catalog.current_setting('max_prepared_transactions')::bigint
        ) as entries
    from (select pg_catalog.current_setting('max_locks_per_transaction')::bigint as per_transaction) as s
)
select
    'max_locks_per_transaction' as object,
    h.entries::text || ' of about ' || c.entries::text || ' locks are taken' as message,
    case when p.pct >= %(critical_pct)s::numeric then 'critical' else 'warning' end as severity,
    h.entries as taken,
    c.entries as usable,
    pg_catalog.round(p.pct, 1) as taken_pct,
    2 * c.per_transaction as wanted
from held as h
cross join capacity as c
cross join lateral (select 100.0 * h.entries / c.entries as pct) as p
where p.pct >= %(warn_pct)s::numeric
order by object
