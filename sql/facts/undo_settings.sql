-- fact: the settings that a role, a database or a role in a database has
-- param: role: text, null for all of them; database: text, null for all of them; both are plain names
-- list says that the value is a list which the server quotes by itself
select
    s.name,
    s.value,
    s.name in (
        'local_preload_libraries', 'search_path', 'session_preload_libraries', 'shared_preload_libraries',
        'temp_tablespaces', 'unix_socket_directories'
    ) as list
from pg_catalog.pg_db_role_setting as d
left join pg_catalog.pg_roles as r on r.oid = d.setrole
left join pg_catalog.pg_database as b on b.oid = d.setdatabase
cross join lateral pg_catalog.unnest(d.setconfig) as c (entry)
cross join lateral (
    select
        pg_catalog.split_part(c.entry, '=', 1) as name,
        pg_catalog.substr(c.entry, pg_catalog.strpos(c.entry, '=') + 1) as value
) as s
where r.rolname is not distinct from %(role)s::text and b.datname is not distinct from %(database)s::text
order by s.name collate "C"
