-- title: Statements get no identifier
-- dimension: monitoring
-- severity: warning
-- since: 14
-- remedy: alter system set {object} = auto; select pg_catalog.pg_reload_conf()
-- why: sessions, log lines and pg_stat_statements cannot be matched; while it is off the latter counts nothing
select
    s.name as object,
    case when o.own
        then 'this login has its own ' || s.name || ': what other sessions use cannot be seen'
        else s.name || ' is ' || s.reset_val
    end as message,
    not o.own as seen,
    s.source
from pg_catalog.pg_settings as s
cross join lateral (select s.source in ('client', 'user', 'database user') as own) as o
where s.name = 'compute_query_id'
    and (o.own or s.reset_val = 'off')
order by object
