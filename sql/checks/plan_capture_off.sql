-- title: The plans of slow statements are not kept
-- dimension: monitoring
-- severity: info
-- since: 14
-- remedy: {statement}
-- why: by the time anybody looks the plan has changed back, and why it was slow stays a guess
with capture as (
    -- its settings are there only where the library was loaded at the start of this session
    select s.reset_val, s.source in ('client', 'user', 'database user') as own
    from pg_catalog.pg_settings as s
    where s.name = 'auto_explain.log_min_duration'
)
select
    'auto_explain' as object,
    case when c.own then 'this login has its own auto_explain.log_min_duration: what others use cannot be seen'
        when c.reset_val is null then 'not loaded'
        else 'loaded, but auto_explain.log_min_duration is -1'
    end as message,
    not coalesce(c.own, false) as seen,
    -- ALTER SYSTEM knows the settings of a library only where it is loaded
    'load ''auto_explain''; ' || case
        when c.reset_val is not null then ''
        when p.setting = '' then 'alter system set session_preload_libraries = ''auto_explain''; '
        else 'add auto_explain to session_preload_libraries; '
    end || 'alter system set auto_explain.log_min_duration = ''3s''; select pg_catalog.pg_reload_conf()' as statement
from (select) as one
left join capture as c on true
left join pg_catalog.pg_settings as p on p.name = 'session_preload_libraries'
where c.reset_val is null or c.reset_val = '-1' or c.own
order by object
