-- fact: ends one session, unless it is another by now
-- param: pid: integer; application: text, its application_name as it was seen
select pg_catalog.pg_terminate_backend(a.pid) as ended
from pg_catalog.pg_stat_activity as a
where a.pid = %(pid)s and a.application_name = %(application)s and a.datname = pg_catalog.current_database()
order by a.pid
