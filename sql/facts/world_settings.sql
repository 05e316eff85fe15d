-- fact: what decides how names and zones are read in this session, and the time limits that a login or a database sets
-- settings holds what ALTER ROLE and ALTER DATABASE say, the more particular over the more general, as the server
-- applies them, and deadlock_timeout as it is.
select
    pg_catalog.current_setting('server_version_num')::integer as version,
    pg_catalog.current_setting('TimeZone') as timezone,
    pg_catalog.current_schemas(false)::text[] as search_path,
    current_user::text as login,
    coalesce(nullif(pg_catalog.current_setting('default_tablespace'), ''), t.spcname::text) as tablespace,
    pg_catalog.jsonb_build_object('deadlock_timeout', pg_catalog.current_setting('deadlock_timeout')) || coalesce((
        select
            pg_catalog.jsonb_object_agg(
                pg_catalog.split_part(c.said, '=', 1),
                pg_catalog.substr(c.said, pg_catalog.strpos(c.said, '=') + 1)
                order by r.setrole <> 0, r.setdatabase <> 0
            )
        from pg_catalog.pg_db_role_setting as r
        cross join lateral pg_catalog.unnest(r.setconfig) as c (said)
        where
            r.setdatabase in (0, d.oid)
            and r.setrole in (0, (select l.oid from pg_catalog.pg_roles as l where l.rolname = current_user))
    ), '{}') as settings
from pg_catalog.pg_database as d
join pg_catalog.pg_tablespace as t on t.oid = d.dattablespace
where d.datname = pg_catalog.current_database()
order by 1
