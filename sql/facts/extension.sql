-- fact: how far an extension is that wants its library loaded when the server starts
-- param: name: text, the extension's name, which is also its library's
-- shared_preload_libraries is null for a login without pg_read_all_settings; the library's own settings are shown to all,
-- and are there only once it is loaded
select
    (select e.extversion::text from pg_catalog.pg_extension as e where e.extname = %(name)s::text) as version,
    exists (
        select from pg_catalog.pg_settings as s
        where pg_catalog.split_part(s.name, '.', 1) = %(name)s::text
    )
    or coalesce(
        %(name)s::text = any (pg_catalog.string_to_array(
            pg_catalog.replace(pg_catalog.replace(p.setting, ' ', ''), '"', ''), ','
        )),
        false
    ) as loaded,
    exists (
        select from pg_catalog.pg_available_extensions as a where a.name = %(name)s::text
    ) as available,
    p.setting as in_force,
    coalesce(p.pending_restart, false) as pending,
    coalesce(p.source = 'command line', false) as by_command_line,
    pg_catalog.has_table_privilege('pg_catalog.pg_file_settings', 'select')
    and pg_catalog.has_function_privilege('pg_catalog.pg_show_all_file_settings()', 'execute') as files_seen
from (select) as always
left join pg_catalog.pg_settings as p on p.name = 'shared_preload_libraries'
