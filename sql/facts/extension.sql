-- fact: whether an extension is created in this database, and whether its library was loaded when the server started
-- param: name: text, the extension's name, which is also its library's
-- shared_preload_libraries is null for a login without pg_read_all_settings; the library's own settings are shown to all
select
    (select e.extversion::text from pg_catalog.pg_extension as e where e.extname = %(name)s::text) as version,
    exists (
        select from pg_catalog.pg_settings as s
        where pg_catalog.split_part(s.name, '.', 1) = %(name)s::text
    )
    or coalesce(
        %(name)s::text = any (pg_catalog.string_to_array(
            pg_catalog.replace(pg_catalog.replace((
                select s.setting from pg_catalog.pg_settings as s where s.name = 'shared_preload_libraries'
            ), ' ', ''), '"', ''), ','
        )),
        false
    ) as loaded
