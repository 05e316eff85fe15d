-- fact: index builds running in this database, with their progress
-- blocks_* and tuples_* count within the current phase; lockers_* are the sessions the build has to wait for.
-- Without pg_read_all_stats the builds of others show their pid and nothing else.
select
    b.pid,
    pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname) as relation,
    pg_catalog.quote_ident(xn.nspname) || '.' || pg_catalog.quote_ident(x.relname) as index,
    b.command,
    b.phase,
    b.blocks_done,
    b.blocks_total,
    b.tuples_done,
    b.tuples_total,
    b.lockers_done,
    b.lockers_total,
    nullif(b.current_locker_pid, 0)::integer as current_locker_pid,
    a.usename::text as user_name,
    a.application_name as application,
    a.query_start as since,
    extract(epoch from pg_catalog.clock_timestamp() - a.query_start)::float8 as age_seconds
from pg_catalog.pg_stat_progress_create_index as b
left join pg_catalog.pg_stat_activity as a on a.pid = b.pid
left join pg_catalog.pg_class as t on t.oid = b.relid
left join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
left join pg_catalog.pg_class as x on x.oid = b.index_relid
left join pg_catalog.pg_namespace as xn on xn.oid = x.relnamespace
where b.datname = pg_catalog.current_database()
order by b.pid
