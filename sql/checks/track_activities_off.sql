-- title: What sessions do is not shown
-- dimension: monitoring
-- severity: warning
-- since: 14
-- remedy: alter system set {object} = on; select pg_catalog.pg_reload_conf()
-- why: pg_stat_activity has neither statement nor state: idle transactions and long statements stay unseen
select
    s.name as object,
    case when o.own
        then 'this login has its own ' || s.name || ': what other sessions use cannot be seen'
        else s.name || ' is off'
    end as message,
    not o.own as seen
from pg_catalog.pg_settings as s
cross join lateral (select s.source in ('client', 'user', 'database user') as own) as o
where s.name = 'track_activities'
    and (o.own or s.reset_val = 'off')
order by object
