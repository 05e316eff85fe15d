-- title: WAL is kept nowhere else: no way back to a point in time
-- dimension: configuration
-- severity: warning
-- since: 14
-- param: by_other_means = false
-- source: true where WAL is streamed away (pg_receivewal, Barman) or the provider backs the server up
-- remedy: {statement}
-- why: after a mistake or the loss of the disk, everything since the last full backup is gone
with settings as (
    select
        pg_catalog.current_setting('wal_level') as wal_level,
        pg_catalog.current_setting('archive_mode') as archive_mode,
        pg_catalog.current_setting('archive_command') || coalesce(
            pg_catalog.current_setting('archive_library', true), ''
        ) as target
)
select
    case when s.wal_level = 'minimal' then 'wal_level'
        when s.archive_mode = 'off' then 'archive_mode'
        else 'archive_command'
    end as object,
    case
        when s.wal_level = 'minimal' then 'wal_level is minimal: no archive, no standby, no base backup'
        when s.archive_mode = 'off' then 'archive_mode is off'
        else 'archive_mode is ' || s.archive_mode || ', but nothing says how to archive: WAL piles up on the disk'
    end as message,
    case when s.wal_level = 'minimal' or s.archive_mode <> 'off' then 'critical' else 'warning' end as severity,
    s.wal_level,
    s.archive_mode,
    case
        when s.wal_level = 'minimal' then 'alter system set wal_level = replica; restart the server'
        when s.archive_mode = 'off'
            then 'alter system set archive_mode = on; set archive_command as the backup tool says; restart the server'
        else 'set archive_command or archive_library as the backup tool says; select pg_catalog.pg_reload_conf()'
    end as statement
from settings as s
where s.wal_level = 'minimal'
    or (s.archive_mode = 'off' and not %(by_other_means)s::boolean)
    or (s.archive_mode <> 'off' and s.target = '')
order by object
