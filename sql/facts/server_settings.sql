-- fact: what settings are, in words, for a new session of this login; and what is set for roles and for this database
-- param: names: text[] of settings
-- `value` is null where the login may not see it; a setting that the server does not have is missing. reset_val is what a
-- new session gets, whatever this one is set to.
select
    w.name,
    case
        when s.reset_val !~ '^[0-9]+$' or s.unit is null then s.reset_val
        when s.unit = 'B' then pg_catalog.pg_size_pretty(s.reset_val::bigint)
        when s.unit = 'kB' then pg_catalog.pg_size_pretty(s.reset_val::bigint * 1024)
        when s.unit = '8kB' then pg_catalog.pg_size_pretty(s.reset_val::bigint * 8192)
        when s.unit = 'MB' then pg_catalog.pg_size_pretty(s.reset_val::bigint * 1048576)
        else s.reset_val || ' ' || s.unit
    end as value
from pg_catalog.unnest(%(names)s::text[]) as w (name)
left join pg_catalog.pg_settings as s on s.name = w.name
-- The two of these that are hidden from who may not read all settings; any other that is missing is unknown to it.
where s.name is not null
    or w.name in ('shared_preload_libraries', 'session_preload_libraries')
    and not pg_catalog.pg_has_role('pg_read_all_settings', 'usage')
union all
select v.name, v.value
from pg_catalog.pg_database as d
cross join lateral (
    values
        ('encoding', pg_catalog.pg_encoding_to_char(d.encoding)), ('collation', d.datcollate::text),
        ('character type', d.datctype::text),
        ('collation provider', coalesce(pg_catalog.to_jsonb(d) ->> 'datlocprovider', 'c'))
) as v (name, value)
where d.datname = pg_catalog.current_database()
union all
select
    pg_catalog.concat_ws(' in ',
        case when s.setrole <> 0 then 'role ' || s.setrole::regrole end,
        case when s.setdatabase <> 0 then 'database' end
    ) || ': ' || pg_catalog.split_part(c.text, '=', 1),
    pg_catalog.substr(c.text, pg_catalog.strpos(c.text, '=') + 1)
from pg_catalog.pg_db_role_setting as s
left join pg_catalog.pg_database as d on d.oid = s.setdatabase
cross join lateral pg_catalog.unnest(s.setconfig) as c (text)
where s.setdatabase = 0 or d.datname = pg_catalog.current_database()
order by name
