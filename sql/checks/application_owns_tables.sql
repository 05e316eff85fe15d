-- title: An application that owns the tables it works on
-- dimension: configuration
-- severity: info
-- since: 14
-- needs: role pg_monitor
-- param: tools = ^(psql|pg_|vacuumdb|reindexdb|pgadmin|dbeaver|datagrip|alembic|flyway|liquibase|opskit)
-- source: regular expression over application_name: what a person or a migration works with
-- remedy: create role <owner> nologin; reassign owned by {object} to <owner>; grant {object} what it reads and writes
-- why: a defect or an injected statement can drop and alter tables, and row security does not hold their owner
with owners as (
    select c.relowner, pg_catalog.count(*) as tables
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p')
        and c.relpersistence <> 't'
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
    group by c.relowner
)
select
    pg_catalog.quote_ident(r.rolname) as object,
    'tables it owns: ' || pg_catalog.min(o.tables)::text || ', logged in by: ' || pg_catalog.string_agg(
        distinct coalesce(nullif(a.application_name, ''), 'an application without a name'), ', '
    ) as message,
    pg_catalog.min(o.tables) as tables,
    pg_catalog.count(*) as sessions
from pg_catalog.pg_stat_activity as a
join pg_catalog.pg_roles as r on r.oid = a.usesysid
join owners as o on o.relowner = r.oid
where a.datname = pg_catalog.current_database()
    and a.backend_type = 'client backend'
    -- a superuser owns everything: superuser_session tells of it
    and not r.rolsuper
    and a.pid <> pg_catalog.pg_backend_pid()
    and a.application_name !~* %(tools)s::text
group by r.rolname
order by object
