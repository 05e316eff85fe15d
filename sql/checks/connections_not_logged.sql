-- title: Connections leave no trace in the log
-- dimension: monitoring
-- severity: info
-- since: 14
-- remedy: alter system set {object} = on; select pg_catalog.pg_reload_conf()
-- why: who was connected before an incident, from where and for how long, cannot be told afterwards
select
    s.name as object,
    case when o.own
        then 'this login has its own ' || s.name || ': what other sessions use cannot be seen'
        else s.name || ' is off'
    end as message,
    not o.own as seen
from pg_catalog.pg_settings as s
cross join lateral (select s.source in ('client', 'user', 'database user') as own) as o
where s.name in ('log_connections', 'log_disconnections')
    -- from PostgreSQL 18 on log_connections is a list, and empty when it is off
    and (o.own or pg_catalog.lower(s.reset_val) in ('', 'off', 'false', 'no', '0'))
order by object
