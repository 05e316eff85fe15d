-- fact: how many other sessions a run of opskit still has here
select pg_catalog.count(*)::integer as sessions
from pg_catalog.pg_stat_activity as a
where pg_catalog.starts_with(a.application_name, %(prefix)s) and a.pid <> pg_catalog.pg_backend_pid()
