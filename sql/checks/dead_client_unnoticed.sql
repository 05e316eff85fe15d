-- title: Statements run on when their client is gone
-- dimension: configuration
-- severity: info
-- since: 14
-- remedy: alter system set {object} = '10s'; select pg_catalog.pg_reload_conf()
-- why: a killed job or a request that timed out keeps its locks and its share of the disk until it would have ended
select
    s.name as object,
    case when o.own
        then 'this login has its own ' || s.name || ': what other sessions use cannot be seen'
        else s.name || ' is 0: a running statement does not look for its client'
    end as message,
    not o.own as seen
from pg_catalog.pg_settings as s
cross join lateral (select s.source in ('client', 'user', 'database user') as own) as o
where s.name = 'client_connection_check_interval'
    and (o.own or s.reset_val = '0')
order by object
