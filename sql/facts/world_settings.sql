-- fact: what decides how names and zones are read in this session
select
    pg_catalog.current_setting('server_version_num')::integer as version,
    pg_catalog.current_setting('TimeZone') as timezone,
    pg_catalog.current_schemas(false)::text[] as search_path,
    current_user::text as login,
    coalesce(nullif(pg_catalog.current_setting('default_tablespace'), ''), t.spcname::text) as tablespace
from pg_catalog.pg_database as d
join pg_catalog.pg_tablespace as t on t.oid = d.dattablespace
where d.datname = pg_catalog.current_database()
