-- fact: the sessions at the head of the lock queues: they block others and wait for no lock themselves
-- blocks holds the pids that wait for it directly, blocked_total counts those behind them as well.
-- pid 0 stands for prepared transactions; the query then lists their global identifiers.
with recursive
waiting as materialized (
    select a.pid, b.blocker
    from pg_catalog.pg_stat_activity as a
    cross join lateral pg_catalog.unnest(pg_catalog.pg_blocking_pids(a.pid)) as b (blocker)
    where
        a.datname = pg_catalog.current_database()
        and a.pid in (select l.pid from pg_catalog.pg_locks as l where not l.granted)
),
queue (root, pid) as (
    select w.blocker, w.pid
    from waiting as w
    where w.blocker not in (select x.pid from waiting as x)
    union
    select q.root, w.pid from queue as q join waiting as w on w.blocker = q.pid
),
root as (
    select
        q.root as pid,
        pg_catalog.array_agg(q.pid order by q.pid) filter (
            where exists (select from waiting as w where w.pid = q.pid and w.blocker = q.root)
        ) as blocks,
        pg_catalog.count(*)::integer as blocked_total
    from queue as q
    group by q.root
)
select
    r.pid,
    a.usename::text as user_name,
    a.application_name as application,
    pg_catalog.host(a.client_addr) as client,
    case when r.pid = 0 then 'prepared' else a.state end as state,
    extract(epoch from pg_catalog.clock_timestamp() - coalesce(a.xact_start, p.prepared))::float8
        as transaction_seconds,
    extract(epoch from pg_catalog.clock_timestamp() - a.state_change)::float8 as state_seconds,
    pg_catalog.left(coalesce(a.query, p.identifiers), 200) as query,
    r.blocks,
    r.blocked_total
from root as r
left join pg_catalog.pg_stat_activity as a on a.pid = r.pid
left join (
    select
        pg_catalog.min(x.prepared) as prepared,
        pg_catalog.string_agg(x.gid, ', ' order by x.prepared, x.gid) as identifiers
    from pg_catalog.pg_prepared_xacts as x
    where x.database = pg_catalog.current_database()
) as p on r.pid = 0
order by r.blocked_total desc, r.pid
