-- fact: sessions of this database that an earlier run of opskit left at work
-- param: items: text[], the last part of an application_name opskit/<run>/<item>; run: text, whose own are left out
-- Of a session this login may not see (without pg_read_all_stats, that of another login) only pid, login, application
-- and building are known. phase, index, command, blocks_* and lockers_* are of an index build.
select
    a.pid,
    a.usename::text as login,
    a.application_name as application,
    a.state,
    pg_catalog.left(a.query, 200) as query,
    b.pid is not null as building,
    b.command,
    b.phase,
    b.blocks_done,
    b.blocks_total,
    b.lockers_done,
    b.lockers_total,
    nullif(b.current_locker_pid, 0)::integer as current_locker_pid,
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(x.relname) as index
from pg_catalog.pg_stat_activity as a
left join pg_catalog.pg_stat_progress_create_index as b on b.pid = a.pid
left join pg_catalog.pg_class as x on x.oid = b.index_relid
left join pg_catalog.pg_namespace as n on n.oid = x.relnamespace
where
    a.datname = pg_catalog.current_database()
    and a.pid <> pg_catalog.pg_backend_pid()
    and coalesce(a.backend_type, 'client backend') = 'client backend'
    and pg_catalog.split_part(a.application_name, '/', 1) = 'opskit'
    and pg_catalog.split_part(a.application_name, '/', 2) <> %(run)s::text
    and pg_catalog.split_part(a.application_name, '/', 3) = any (%(items)s::text[])
    and pg_catalog.split_part(a.application_name, '/', 4) = ''
order by a.pid
