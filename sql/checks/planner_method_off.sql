-- title: Ways to run a query that are switched off
-- dimension: queries
-- severity: warning
-- since: 14
-- remedy: {statement}
-- why: a setting that helped one query once keeps every other from its best plan, and no plan tells so
with methods as (
    select s.name, s.setting, s.source
    from pg_catalog.pg_settings as s
    where pg_catalog.starts_with(s.name, 'enable_') and s.vartype = 'bool' and s.boot_val = 'on'
), server as (
    -- what the session itself set says nothing; a setting of role or database is told as such below
    select m.name from methods as m
    where m.setting = 'off' and m.source in ('configuration file', 'command line', 'environment variable', 'global')
), configured as (
    select
        m.name,
        r.rolname,
        d.datname,
        pg_catalog.concat_ws(
            ' ',
            case when r.rolname is not null then 'role ' || pg_catalog.quote_ident(r.rolname)
                when s.setrole = 0 and s.setdatabase = 0 then 'role all' end,
            case when d.datname is not null
                then case when r.rolname is not null then 'in database ' else 'database ' end
                    || pg_catalog.quote_ident(d.datname) end
        ) as whose
    from pg_catalog.pg_db_role_setting as s
    cross join lateral pg_catalog.unnest(s.setconfig) as u (item)
    join methods as m on pg_catalog.starts_with(u.item, m.name || '=')
    left join pg_catalog.pg_roles as r on r.oid = s.setrole
    left join pg_catalog.pg_database as d on d.oid = s.setdatabase
    where pg_catalog.lower(pg_catalog.substr(u.item, pg_catalog.length(m.name) + 2))
            ~ '^(of|off|f|fa|fal|fals|false|n|no|0)$'
        and (s.setdatabase = 0 or d.datname = pg_catalog.current_database())
)
select
    s.name as object,
    'off for the whole server' as message,
    'alter system reset ' || s.name || '; select pg_catalog.pg_reload_conf()' as statement
from server as s
union all
select
    c.name || ' of ' || c.whose,
    'off for ' || c.whose,
    'alter ' || c.whose || ' reset ' || c.name
from configured as c
order by object
