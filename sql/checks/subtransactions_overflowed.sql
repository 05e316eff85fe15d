-- title: Transactions with more subtransactions than memory holds
-- dimension: queries
-- severity: warning
-- since: 16
-- remedy: end pid {pids}; in its code take savepoints or exception blocks out of the loop, or commit more often
-- why: above 64 every other session looks the rest up on disk (pg_subtrans) for each row it reads, and all slow down
select
    pg_catalog.quote_ident(coalesce(r.rolname, 'role ' || u.usesysid::text)) as object,
    pg_catalog.count(*)::text || ' transactions with more than 64 subtransactions' as message,
    pg_catalog.count(*) as sessions,
    pg_catalog.string_agg(p.pid::text, ', ' order by p.pid) as pids
from pg_catalog.pg_stat_get_backend_idset() as b (id)
cross join lateral pg_catalog.pg_stat_get_backend_subxact(b.id) as s
cross join lateral pg_catalog.pg_stat_get_backend_pid(b.id) as p (pid)
cross join lateral pg_catalog.pg_stat_get_backend_dbid(b.id) as d (datid)
cross join lateral pg_catalog.pg_stat_get_backend_userid(b.id) as u (usesysid)
left join pg_catalog.pg_roles as r on r.oid = u.usesysid
where s.subxact_overflowed
    and d.datid = (select x.oid from pg_catalog.pg_database as x where x.datname = pg_catalog.current_database())
group by r.rolname, u.usesysid
order by object
