-- title: New passwords are stored as MD5
-- dimension: configuration
-- severity: warning
-- since: 14
-- remedy: alter system set {object} = 'scram-sha-256'; select pg_catalog.pg_reload_conf()
-- why: whoever sees a backup or the catalog can log in with the hash itself; PostgreSQL 18 warns that MD5 goes away
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
where s.name = 'password_encryption'
    and (o.own or s.reset_val <> 'scram-sha-256')
order by object
