-- fact: sessions of this database that wait for a lock, and for whom
-- waits_for holds the pids in front, queued ones too; 0 stands for a prepared transaction.
-- seconds counts from the start of the wait (a moment after it has begun it is not known yet, then it is null).
-- relation of a wait for a row is the table of the row; it is null where the server does not tell.
select
    a.pid,
    a.usename::text as user_name,
    a.application_name as application,
    pg_catalog.left(a.query, 200) as query,
    pg_catalog.pg_blocking_pids(a.pid) as waits_for,
    extract(epoch from pg_catalog.clock_timestamp() - w.waitstart)::float8 as seconds,
    w.locktype as lock_type,
    w.mode as lock_mode,
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as relation
from pg_catalog.pg_stat_activity as a
join pg_catalog.pg_locks as w on w.pid = a.pid and not w.granted
left join lateral (
    select pg_catalog.min(t.relation::bigint)::oid as relation
    from pg_catalog.pg_locks as t
    where t.pid = a.pid and t.granted and t.locktype = 'tuple' and w.locktype = 'transactionid'
) as row_lock on true
left join pg_catalog.pg_class as c on c.oid = coalesce(w.relation, row_lock.relation)
left join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where a.datname = pg_catalog.current_database()
order by seconds desc nulls last, a.pid
