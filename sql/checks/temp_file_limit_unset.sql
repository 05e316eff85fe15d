-- title: One statement may fill the disk with temporary files
-- dimension: configuration
-- severity: info
-- since: 14
-- remedy: alter system set {object} = '<a quarter of the free disk>'; select pg_catalog.pg_reload_conf()
-- why: a join without its condition writes until the disk is full, and then every session fails, not only its own
select
    s.name as object,
    case when o.own
        then 'this login has its own ' || s.name || ': what other sessions use cannot be seen'
        else s.name || ' is -1: none'
    end as message,
    not o.own as seen,
    s.source
from pg_catalog.pg_settings as s
cross join lateral (select s.source in ('client', 'user', 'database user') as own) as o
where s.name = 'temp_file_limit'
    and (o.own or s.reset_val = '-1')
order by object
