-- title: Lines of the configuration that the server cannot use
-- dimension: configuration
-- severity: warning
-- since: 14
-- needs: view pg_file_settings
-- needs: function pg_show_all_file_settings
-- remedy: correct {places}, then select pg_catalog.pg_reload_conf()
-- why: changes to the configuration no longer take effect, and after its next stop the server does not start
select
    coalesce(f.name, f.file || ':' || f.sourceline::text) as object,
    pg_catalog.string_agg(distinct f.error, ', ') as message,
    -- what few logins may see is no gate by that alone: found, it is critical
    'critical' as severity,
    pg_catalog.string_agg(f.file || ':' || f.sourceline::text, ', ' order by f.file, f.sourceline) as places
from (
    select s.name, s.sourceline, s.error, pg_catalog.regexp_replace(s.sourcefile, '^.*/', '') as file
    from pg_catalog.pg_file_settings as s
    where s.error is not null
        -- what only waits for a restart is said by setting_pending_restart
        and not exists (select from pg_catalog.pg_settings as p where p.name = s.name and p.pending_restart)
) as f
group by object
order by object
