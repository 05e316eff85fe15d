-- fact: who holds the operator's lock of this database
-- param: high, low: the two numbers of the lock
-- silent_seconds counts from the last time the holder's session began or ended a statement, by the server's clock.
-- Everything but pid, login and application is null where this login may not see what the session does (without
-- pg_read_all_stats, the session of another login), silent_seconds also without track_activities.
select
    a.pid,
    a.usename::text as login,
    a.application_name as application,
    a.client_addr::text as host,
    a.backend_start as since,
    extract(epoch from pg_catalog.clock_timestamp() - a.backend_start)::float8 as seconds,
    a.backend_type is not null as visible,
    extract(epoch from pg_catalog.clock_timestamp() - a.state_change)::float8 as silent_seconds
from pg_catalog.pg_locks as l
join pg_catalog.pg_stat_activity as a on a.pid = l.pid
where
    l.locktype = 'advisory' and l.granted
    and l.classid = %(high)s and l.objid = %(low)s and l.objsubid = 2
    and l.database = (select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database())
order by a.pid
