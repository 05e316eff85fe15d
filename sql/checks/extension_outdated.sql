-- title: Extensions older than their files on the server
-- dimension: schema
-- severity: warning
-- since: 14
-- remedy: {statement}
-- why: functions and fixes of the new version are missing, and the old SQL meets a new library after an upgrade
select
    pg_catalog.quote_ident(e.extname) as object,
    case when a.name is null then 'version ' || e.extversion || ', but its files are not on this server'
        else 'version ' || e.extversion || ', the server has ' || a.default_version end as message,
    e.extversion as version,
    a.default_version as server_version,
    case when a.name is null then 'install the package of ' || pg_catalog.quote_ident(e.extname) || ' on the server'
        else 'alter extension ' || pg_catalog.quote_ident(e.extname) || ' update' end as statement
from pg_catalog.pg_extension as e
left join pg_catalog.pg_available_extensions as a on a.name = e.extname
where a.name is null
    or (
        a.default_version <> e.extversion
        -- without a path what is installed is newer, or not from these files
        and exists (
            select from pg_catalog.pg_extension_update_paths(e.extname) as u
            where u.source = e.extversion and u.target = a.default_version and u.path is not null
        )
    )
order by object
