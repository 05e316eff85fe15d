-- title: Commits that are confirmed before they are on disk
-- dimension: configuration
-- severity: info
-- since: 14
-- remedy: {statement}
-- why: a crash loses the last few hundred milliseconds of transactions that clients were told are safe
with configured as (
    select r.rolname, d.datname
    from pg_catalog.pg_db_role_setting as s
    cross join lateral pg_catalog.unnest(s.setconfig) as u (item)
    left join pg_catalog.pg_roles as r on r.oid = s.setrole
    left join pg_catalog.pg_database as d on d.oid = s.setdatabase
    where pg_catalog.lower(u.item) in (
            'synchronous_commit=off', 'synchronous_commit=false', 'synchronous_commit=no', 'synchronous_commit=0'
        )
        and (s.setdatabase = 0 or d.datname = pg_catalog.current_database())
), server as (
    select s.name, s.reset_val, s.source, s.source in ('client', 'user', 'database user') as own
    from pg_catalog.pg_settings as s
    where s.name = 'synchronous_commit'
)
select
    s.name as object,
    case when s.own
        then 'this login has its own ' || s.name || ': what other sessions use cannot be seen'
        else s.name || ' is off for the whole server'
    end as message,
    not s.own as seen,
    'alter system set synchronous_commit = on; select pg_catalog.pg_reload_conf()' as statement
from server as s
where s.own or (s.reset_val = 'off' and s.source not in ('database', 'global'))
union all
select
    pg_catalog.concat_ws(
        ' in ',
        coalesce('role ' || pg_catalog.quote_ident(c.rolname), case when c.datname is null then 'all roles' end),
        'database ' || pg_catalog.quote_ident(c.datname)
    ),
    'synchronous_commit is off, by alter role or alter database',
    true,
    case when c.rolname is null and c.datname is not null
        then 'alter database ' || pg_catalog.quote_ident(c.datname)
        else 'alter role ' || coalesce(pg_catalog.quote_ident(c.rolname), 'all')
            || coalesce(' in database ' || pg_catalog.quote_ident(c.datname), '')
    end || ' reset synchronous_commit'
from configured as c
order by object
