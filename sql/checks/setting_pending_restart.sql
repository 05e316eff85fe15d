-- title: Settings that were changed but wait for a restart
-- dimension: configuration
-- severity: warning
-- since: 14
-- remedy: restart the server in a window, or take the change to {object} back; select pg_catalog.pg_reload_conf()
-- why: the next restart, planned or not, brings up another server than the one that was tested
select
    s.name as object,
    'still ' || coalesce(nullif(s.setting, ''), 'empty') || coalesce(' ' || s.unit, '')
        || ', the configuration says otherwise' as message,
    true as seen,
    s.setting as in_force
from pg_catalog.pg_settings as s
where s.pending_restart
    -- what was given when the server was started wins over the files at every start
    and s.source <> 'command line'
union all
select
    'settings for superusers only',
    'this login cannot see them: grant pg_read_all_settings to ' || pg_catalog.quote_ident(session_user),
    false, null
where not pg_catalog.pg_has_role('pg_read_all_settings', 'usage')
order by object
