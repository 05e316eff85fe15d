-- title: An application that logs in as a superuser
-- dimension: configuration
-- severity: warning
-- since: 14
-- needs: role pg_monitor
-- param: tools = ^(psql|pg_|vacuumdb|reindexdb|pgadmin|dbeaver|datagrip|patroni|repmgr|barman|pgbackrest|opskit)
-- source: regular expression over application_name: what a person or the upkeep of the server works with
-- remedy: {statement}
-- why: one injected statement reads every file of the server and runs any program; no limit and no policy holds it
select
    pg_catalog.quote_ident(a.usename) as object,
    'superuser, sessions: ' || pg_catalog.count(*)::text || ', of: ' || pg_catalog.string_agg(
        distinct coalesce(nullif(a.application_name, ''), 'an application without a name'), ', '
    ) as message,
    pg_catalog.count(*) as sessions,
    pg_catalog.string_agg(distinct coalesce(pg_catalog.host(a.client_addr), 'socket'), ', ') as clients,
    'create role <application> login; grant it what it needs (a monitor: pg_monitor), and let it log in as that'
        as statement
from pg_catalog.pg_stat_activity as a
join pg_catalog.pg_roles as r on r.oid = a.usesysid
where a.datname = pg_catalog.current_database()
    and a.backend_type = 'client backend'
    and r.rolsuper
    and a.pid <> pg_catalog.pg_backend_pid()
    and a.application_name !~* %(tools)s::text
group by a.usename
order by object
