-- title: Sessions that start with foreign keys and triggers switched off
-- dimension: integrity
-- severity: critical
-- since: 14
-- remedy: {statement}
-- why: session_replication_role = replica fires no trigger: foreign keys are not checked, and nobody is told
with configured as (
    select
        s.setdatabase, s.setrole,
        pg_catalog.quote_ident(d.datname) as database,
        case when s.setrole = 0 then null
            else pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(s.setrole)) end as role
    from pg_catalog.pg_db_role_setting as s
    left join pg_catalog.pg_database as d on d.oid = s.setdatabase
    cross join lateral pg_catalog.unnest(s.setconfig) as c (item)
    where pg_catalog.lower(c.item) = 'session_replication_role=replica'
), server as (
    -- what was set for this login or database hides what the server has
    select
        s.reset_val, s.sourcefile,
        s.source not in ('database', 'user', 'database user', 'global', 'client', 'session') as known
    from pg_catalog.pg_settings as s
    where s.name = 'session_replication_role'
)
select
    pg_catalog.concat_ws(' in ', c.role, c.database) as object,
    'session_replication_role is replica for ' || case
        when c.database is null then 'the role in every database'
        when c.role is null then 'every session of the database'
        else 'the role in this database'
    end as message,
    true as seen,
    'alter ' || case
        when c.role is null then 'database ' || c.database
        else 'role ' || c.role || coalesce(' in database ' || c.database, '')
    end || ' reset session_replication_role' as statement
from configured as c
where c.role is not null or c.database is not null
union all
select
    'all roles', 'session_replication_role is replica for every role', true,
    'alter role all reset session_replication_role'
from configured as c
where c.role is null and c.database is null
union all
select
    'session_replication_role', 'replica for the whole server', true,
    'alter system reset session_replication_role; select pg_catalog.pg_reload_conf()'
from server as s
where s.known and s.reset_val = 'replica'
union all
select
    'session_replication_role', 'what is set for this login or database hides the setting of the server', false, null
from server as s
where not s.known
order by object
