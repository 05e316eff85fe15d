-- title: WAL that does not reach the archive
-- dimension: integrity
-- severity: critical
-- since: 14
-- param: wanted = false
-- source: true where the WAL of this server must be archived: an archive that is switched off is then found, too
-- param: warn_ready = 100
-- source: pgEdge pg-healthcheck: 100 WAL files that wait
-- param: critical_ready = 500
-- source: pgEdge pg-healthcheck: 500 WAL files that wait
-- param: recent_hours = 24
-- source: pgEdge pg-healthcheck: a failure within a day is worth knowing, also when a later attempt went well
-- remedy: {statement}
-- why: no backup can be restored past the last file that arrived, and the disk fills with the files that wait
with archive as (
    select
        pg_catalog.current_setting('archive_mode') as mode,
        pg_catalog.current_setting('archive_mode') = 'always'
            or (pg_catalog.current_setting('archive_mode') = 'on' and not pg_catalog.pg_is_in_recovery()) as at_work,
        -- archive_library exists from PostgreSQL 15 on
        pg_catalog.concat(
            nullif(pg_catalog.current_setting('archive_command'), '(disabled)'),
            pg_catalog.current_setting('archive_library', true)
        ) as method,
        pg_catalog.has_function_privilege('pg_catalog.pg_ls_archive_statusdir()', 'execute') as countable
), queue as (
    -- ts_stat runs a query that it is given as text; a function one may not call would end this one
    select (
        select s.word::bigint
        from pg_catalog.ts_stat(
            case when a.at_work and a.countable then
                'select pg_catalog.array_to_tsvector(array[pg_catalog.count(*)::text]) '
                    || 'from pg_catalog.pg_ls_archive_statusdir() as f where f.name ~ ''[.]ready$'''
            end
        ) as s
    ) as ready
    from archive as a
), attempts as (
    select
        s.*,
        s.last_failed_time > coalesce(s.last_archived_time, '-infinity') as failing,
        s.last_failed_time >= pg_catalog.now() - pg_catalog.make_interval(hours => %(recent_hours)s::integer) as recent
    from pg_catalog.pg_stat_archiver as s
)
select
    'archive_mode' as object,
    'archive_mode is off: no WAL is kept outside this server' as message,
    'critical' as severity,
    true as seen,
    null::bigint as ready_files,
    null::text as last_archived_wal,
    'alter system set archive_mode = on, with an archive_command; restart the server' as statement
from archive as a
where a.mode = 'off' and %(wanted)s::boolean
union all
select
    'archive_command', 'archive_mode is ' || a.mode || ', but neither archive_command nor archive_library is set',
    'critical', true, q.ready, null,
    'alter system set archive_command = <what your backup tool says>; select pg_catalog.pg_reload_conf()'
from archive as a
cross join queue as q
where a.at_work and a.method = ''
union all
select
    'archiver',
    case when s.failing
        then 'failing: the last attempt, with ' || s.last_failed_wal || ', was at ' || s.last_failed_time::text
            || coalesce(', the last file arrived at ' || s.last_archived_time::text, ', and no file ever arrived')
        else 'failed at ' || s.last_failed_time::text || ', and went on later'
    end,
    case when s.failing then 'critical' else 'info' end,
    true, q.ready, s.last_archived_wal,
    'see in the server''s log what the archive command said, and mend that; the server tries again by itself'
from archive as a
cross join queue as q
cross join attempts as s
where a.at_work and a.method <> '' and (s.failing or s.recent)
union all
select
    'archive queue', 'WAL files that wait to be archived: ' || q.ready::text,
    case when q.ready >= %(critical_ready)s::bigint then 'critical' else 'warning' end,
    true, q.ready, s.last_archived_wal,
    'make the archive faster, or archive_command take several files at once; watch the disk of pg_wal'
from archive as a
cross join queue as q
cross join attempts as s
where a.at_work and q.ready >= %(warn_ready)s::bigint
union all
select
    'archive queue', 'this login may not count the WAL files that wait: grant it pg_monitor', null, false,
    null, null, null
from archive as a
where a.at_work and not a.countable
union all
select
    'archiver', 'archive_mode is on, under which a standby does not archive: ask the primary', null, false,
    null, null, null
from archive as a
where a.mode = 'on' and not a.at_work
order by object
