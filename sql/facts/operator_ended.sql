-- fact: ends the session that holds the operator's lock of this database, unless it has given a sign of life by now
-- param: high, low: the two numbers of the lock; pid: integer, of the holder as it was seen; silent_s: float8
select pg_catalog.pg_terminate_backend(a.pid) as ended
from pg_catalog.pg_locks as l
join pg_catalog.pg_stat_activity as a on a.pid = l.pid
where
    l.locktype = 'advisory' and l.granted
    and l.classid = %(high)s and l.objid = %(low)s and l.objsubid = 2
    and l.database = (select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database())
    and a.pid = %(pid)s
    and extract(epoch from pg_catalog.clock_timestamp() - a.state_change) >= %(silent_s)s::float8
order by a.pid
