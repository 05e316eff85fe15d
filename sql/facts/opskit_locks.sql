-- fact: the relations that opskit's sessions in this database hold locks on, or wait for
-- seconds counts from the moment a lock is waited for; where it is held, from the begin of its transaction, which may be
-- earlier than the lock. It is null where this login may not see that. Left out is what stands in nobody's way: the
-- locks of reading, opskit's own record, the catalogs.
select
    a.pid,
    a.application_name as application,
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as relation,
    l.mode as lock_mode,
    l.granted,
    extract(
        epoch from pg_catalog.clock_timestamp()
        - case when l.granted then coalesce(a.xact_start, a.query_start) else l.waitstart end
    )::float8 as seconds
from pg_catalog.pg_locks as l
join pg_catalog.pg_stat_activity as a on a.pid = l.pid
join pg_catalog.pg_class as c on c.oid = l.relation
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where
    l.locktype = 'relation'
    and l.database = (select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database())
    and pg_catalog.starts_with(a.application_name, 'opskit/')
    and l.pid <> pg_catalog.pg_backend_pid()
    and not (l.granted and l.mode = 'AccessShareLock')
    and n.nspname !~ '^pg_'
    and n.nspname not in ('information_schema', 'opskit')
order by l.granted, l.mode, relation, a.pid
