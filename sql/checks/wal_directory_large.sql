-- title: More WAL on the disk than was meant to be
-- dimension: scalability
-- severity: warning
-- since: 14
-- needs: role pg_monitor
-- param: warn_ratio = 2
-- source: a server at rest keeps up to max_wal_size and wal_keep_size; twice that is WAL somebody holds
-- param: critical_ratio = 5
-- source: what was planned for the disk of pg_wal is passed by far
-- param: min_bytes = 2147483648
-- source: twice the default max_wal_size
-- remedy: {statement}
-- why: when its disk is full the server stops, and it starts again only when there is room
with directory as (
    select pg_catalog.sum(f.size)::bigint as bytes, pg_catalog.count(*) as files from pg_catalog.pg_ls_waldir() as f
), meant as (
    select 1048576 * pg_catalog.sum(s.setting::bigint)::bigint as bytes
    from pg_catalog.pg_settings as s
    where s.name in ('max_wal_size', 'wal_keep_size')
), slots as (
    select
        pg_catalog.quote_ident(s.slot_name) as name,
        pg_catalog.pg_wal_lsn_diff(
            case when pg_catalog.pg_is_in_recovery() then pg_catalog.pg_last_wal_replay_lsn()
                else pg_catalog.pg_current_wal_lsn() end,
            s.restart_lsn
        ) as bytes
    from pg_catalog.pg_replication_slots as s
), furthest as (
    select s.name, s.bytes from slots as s where s.bytes is not null order by s.bytes desc, s.name limit 1
)
select
    'pg_wal' as object,
    pg_catalog.pg_size_pretty(d.bytes) || ' in ' || d.files::text || ' files, '
        || pg_catalog.pg_size_pretty(m.bytes) || ' are meant (max_wal_size + wal_keep_size)'
        || coalesce(', slot ' || f.name || ' keeps ' || pg_catalog.pg_size_pretty(f.bytes), '') as message,
    case when d.bytes > %(critical_ratio)s::numeric * m.bytes then 'critical' else 'warning' end as severity,
    d.bytes,
    m.bytes as meant_bytes,
    f.name as furthest_slot,
    case
        when f.bytes > m.bytes then 'start the reader of slot ' || f.name || ', or drop the slot'
        when a.last_failed_time > coalesce(a.last_archived_time, '-infinity')
            then 'mend the archiving: it failed last for ' || a.last_failed_wal
        else 'look for what holds it: slots, archiving, a checkpoint that does not end; then checkpoint'
    end as statement
from directory as d
cross join meant as m
cross join pg_catalog.pg_stat_archiver as a
left join furthest as f on true
where d.bytes >= %(min_bytes)s::bigint
    and d.bytes > %(warn_ratio)s::numeric * m.bytes
order by object
