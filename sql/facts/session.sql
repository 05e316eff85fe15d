-- fact: one session, as lock_holders shows those that hold a lock
-- param: pid: integer
-- Without pg_read_all_stats the session of another login shows neither state nor query.
select
    a.pid,
    a.usename::text as user_name,
    coalesce(a.application_name, '') as application,
    a.client_addr::text as client,
    a.state,
    coalesce(a.backend_type, '') as backend_type,
    coalesce(pg_catalog.strpos(a.query, '(to prevent wraparound)') > 0, false) as prevents_wraparound,
    coalesce(r.rolsuper, false) as superuser,
    coalesce(r.rolreplication, false) as replication,
    extract(epoch from pg_catalog.clock_timestamp()
        - coalesce(a.xact_start, a.query_start, a.backend_start))::float8 as age_s,
    pg_catalog.left(coalesce(a.query, ''), 200) as query,
    '' as relation,
    '' as lock_mode,
    true as granted
from pg_catalog.pg_stat_activity as a
left join pg_catalog.pg_roles as r on r.oid = a.usesysid
where a.pid = %(pid)s
order by a.pid
