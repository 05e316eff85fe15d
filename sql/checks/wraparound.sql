-- title: Databases that come near transaction id wraparound
-- dimension: integrity
-- severity: warning
-- since: 14
-- param: warn_xids = 500000000
-- source: two and a half times autovacuum_freeze_max_age: the forced vacuum is not keeping up
-- param: critical_xids = 1000000000
-- source: postgres-checkup and pgsteward: 1,000 million; the failsafe of PostgreSQL 14 starts at 1,600 million
-- param: warn_multixacts = 400000000
-- source: autovacuum_multixact_freeze_max_age: the forced vacuum begins there
-- param: critical_multixacts = 1000000000
-- source: the same limit as for transaction ids
-- remedy: {statement}
-- why: at two thousand million the server accepts no more writes
with oldest as (
    select pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as name
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm', 't')
    order by greatest(pg_catalog.age(c.relfrozenxid), pg_catalog.mxid_age(c.relminmxid)) desc, c.oid
    limit 1
), ages as (
    select
        d.datname,
        pg_catalog.age(d.datfrozenxid) as xids,
        pg_catalog.mxid_age(d.datminmxid) as multixacts
    from pg_catalog.pg_database as d
)
select
    pg_catalog.quote_ident(a.datname) as object,
    'the oldest row is ' || a.xids::text || ' transactions and ' || a.multixacts::text || ' multixacts old' as message,
    case
        when a.xids >= %(critical_xids)s::bigint or a.multixacts >= %(critical_multixacts)s::bigint then 'critical'
        else 'warning'
    end as severity,
    a.xids,
    a.multixacts,
    case when a.datname = pg_catalog.current_database()
        then 'vacuum (freeze) ' || o.name
        else 'connect to ' || pg_catalog.quote_ident(a.datname) || ' and vacuum (freeze) its oldest tables'
    end || '; first end what holds the horizon (old transactions, prepared ones, slots)' as statement
from ages as a
cross join oldest as o
where a.xids >= %(warn_xids)s::bigint or a.multixacts >= %(warn_multixacts)s::bigint
order by object
