-- fact: encoding and locale of this database, its own settings that bear on what a statement means, and who is in it
-- provider is libc, icu (15 and later) or builtin (17 and later), locale what the latter two were given. `others` counts
-- the sessions beside this one; owned: this login may copy it as a template.
select
    d.datname::text as name,
    pg_catalog.pg_encoding_to_char(d.encoding)::text as encoding,
    d.datcollate::text as lc_collate,
    d.datctype::text as lc_ctype,
    case pg_catalog.to_jsonb(d) ->> 'datlocprovider' when 'i' then 'icu' when 'b' then 'builtin' else 'libc' end as provider,
    coalesce(pg_catalog.to_jsonb(d) ->> 'datlocale', pg_catalog.to_jsonb(d) ->> 'daticulocale', '') as locale,
    (
        select pg_catalog.count(*)::integer from pg_catalog.pg_stat_activity as a
        where a.datid = d.oid and a.pid <> pg_catalog.pg_backend_pid() and a.backend_type = 'client backend'
    ) as others,
    pg_catalog.pg_has_role(d.datdba, 'USAGE') as owned,
    coalesce((
        select pg_catalog.array_agg(c.setting order by c.setting collate "C")
        from pg_catalog.pg_db_role_setting as s
        cross join lateral pg_catalog.unnest(s.setconfig) as c (setting)
        where
            s.setdatabase = d.oid and s.setrole = 0
            and pg_catalog.lower(pg_catalog.split_part(c.setting, '=', 1))
                in ('search_path', 'timezone', 'datestyle', 'default_tablespace', 'default_table_access_method')
    ), array[]::text[]) as settings
from pg_catalog.pg_database as d
where d.datname = pg_catalog.current_database()
