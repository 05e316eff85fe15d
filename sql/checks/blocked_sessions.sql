-- title: Sessions that wait for a lock
-- dimension: queries
-- severity: warning
-- since: 14
-- param: min_seconds = 30
-- source: Supabase health score: blocked for 30 s; dasha warns from 10 s
-- param: critical_seconds = 60
-- source: dasha: critical from 60 s; check_postgres warns at one minute
-- remedy: {statement}
-- why: whoever comes after the waiter queues behind it, so one forgotten transaction can stop an application
with locks as materialized (
    -- Locks are public in PostgreSQL: any login sees all of this. Only sessions of this database are judged.
    select l.pid, l.locktype, l.relation, l.mode, l.granted, l.waitstart from pg_catalog.pg_locks as l
), waiting as (
    select
        l.pid, l.locktype, l.mode,
        -- who waits for a row waits for its transaction; the table is that of the tuple lock it holds meanwhile
        coalesce(l.relation, (
            select pg_catalog.min(t.relation) from locks as t
            where t.pid = l.pid and t.locktype = 'tuple' and t.granted
        )) as relation,
        coalesce(extract(epoch from pg_catalog.clock_timestamp() - l.waitstart), 0)::numeric as seconds
    from locks as l
    join pg_catalog.pg_stat_activity as a on a.pid = l.pid
    join pg_catalog.pg_database as d on d.oid = a.datid and d.datname = pg_catalog.current_database()
    where not l.granted
), named as (
    -- who blocks without waiting itself is at the head of the queue; of a prepared transaction the pid is 0
    select
        w.pid, w.mode, w.seconds, b.pid as blocking_pid,
        b.pid is not null and b.pid not in (select l.pid from locks as l where not l.granted) as at_head,
        coalesce(
            pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname), 'lock on a ' || w.locktype
        ) as object
    from waiting as w
    left join pg_catalog.pg_class as c on c.oid = w.relation
    left join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    left join lateral pg_catalog.unnest(pg_catalog.pg_blocking_pids(w.pid)) as b (pid) on true
)
select
    m.object,
    pg_catalog.count(distinct m.pid)::text || ' waiting, the longest for '
        || pg_catalog.round(pg_catalog.max(m.seconds))::text || ' s' as message,
    case when pg_catalog.max(m.seconds) >= %(critical_seconds)s::numeric then 'critical' else 'warning' end as severity,
    pg_catalog.count(distinct m.pid) as sessions,
    pg_catalog.round(pg_catalog.max(m.seconds), 1) as longest_seconds,
    pg_catalog.string_agg(distinct m.mode, ', ') as wanted_modes,
    pg_catalog.string_agg(distinct m.pid::text, ', ') as waiting_pids,
    pg_catalog.string_agg(distinct m.blocking_pid::text, ', ') as blocking_pids,
    coalesce(
        nullif(pg_catalog.concat_ws(
            '; ',
            'end what holds the lock: pg_terminate_backend for pid '
                || pg_catalog.string_agg(distinct m.blocking_pid::text, ', ')
                    filter (where m.at_head and m.blocking_pid <> 0),
            case when pg_catalog.bool_or(m.blocking_pid = 0)
                then 'end the prepared transaction that holds it: opskit check prepared_transaction_old' end
        ), ''),
        'see what the sessions wait for that it waits for: opskit locks'
    ) as statement
from named as m
group by m.object
having pg_catalog.max(m.seconds) >= %(min_seconds)s::numeric
order by object
