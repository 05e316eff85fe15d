-- title: Statements longer than what the server shows of them
-- dimension: monitoring
-- severity: info
-- since: 14
-- needs: role pg_monitor
-- remedy: alter system set {object} = {wanted}; restart the server
-- why: of a statement that blocks or runs for hours only its beginning is seen, often no more than its column list
select
    s.name as object,
    'sessions with statements of more than ' || s.setting || ' bytes: ' || pg_catalog.count(*)::text as message,
    true as seen,
    pg_catalog.count(*) as sessions,
    pg_catalog.string_agg(distinct a.usename::text, ', ') as logins,
    greatest(16384, 4 * s.setting::bigint) as wanted
from pg_catalog.pg_stat_activity as a
join pg_catalog.pg_settings as s on s.name = 'track_activity_query_size'
where a.backend_type = 'client backend'
    and a.pid <> pg_catalog.pg_backend_pid()
    and not pg_catalog.starts_with(a.application_name, 'opskit/')
    -- cut off at a whole character, so up to three bytes before the end
    and pg_catalog.octet_length(a.query) >= s.setting::integer - 4
group by s.name, s.setting
union all
select
    'track_activities', 'it is off: what sessions do is not shown', false, null, null, null
where pg_catalog.current_setting('track_activities') = 'off'
order by object
