-- title: No record of which statements cost what
-- dimension: monitoring
-- severity: warning
-- since: 14
-- remedy: {statement}
-- why: without pg_stat_statements nobody can say which query got slower, nor whether an index helped
with facts as (
    select
        -- the library's own settings are there only when it was preloaded; shared_preload_libraries may be hidden
        (select s.setting from pg_catalog.pg_settings as s where s.name = 'pg_stat_statements.track') as track,
        exists (select from pg_catalog.pg_extension as e where e.extname = 'pg_stat_statements') as created
)
select
    'pg_stat_statements' as object,
    case
        when f.track is null then 'not among the preloaded libraries'
        when f.track = 'none' then 'loaded, but pg_stat_statements.track is none'
        else 'counting, but the extension that shows it is not in this database'
    end as message,
    f.track is not null as preloaded,
    f.created,
    case
        when f.track is null
            then 'add pg_stat_statements to shared_preload_libraries, restart the server; '
                || 'create extension if not exists pg_stat_statements'
        when f.track = 'none'
            then 'alter system reset pg_stat_statements.track; select pg_catalog.pg_reload_conf()'
        else 'create extension pg_stat_statements'
    end as statement
from facts as f
where f.track is null or f.track = 'none' or not f.created
order by object
