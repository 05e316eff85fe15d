-- title: Long lock waits leave no trace in the log
-- dimension: monitoring
-- severity: warning
-- since: 14
-- remedy: alter system set {object} = on; select pg_catalog.pg_reload_conf()
-- why: after an incident nobody can tell who waited for whom
select
    s.name as object,
    case when o.own
        then 'this login has its own ' || s.name || ': what other sessions use cannot be seen'
        else s.name || ' is off'
    end as message,
    not o.own as seen
from pg_catalog.pg_settings as s
cross join lateral (
    select exists (
        select from pg_catalog.pg_db_role_setting as r
        join pg_catalog.pg_roles as u on u.oid = r.setrole and u.rolname = session_user
        cross join lateral pg_catalog.unnest(r.setconfig) as c (item)
        where pg_catalog.starts_with(c.item, s.name || '=')
    ) as own
) as o
where s.name = 'log_lock_waits'
    and (o.own or s.reset_val = 'off')
order by object
