-- title: Checkpoints that do not wait for their time
-- dimension: configuration
-- severity: warning
-- since: 14
-- param: warn_pct = 20
-- source: dasha: 20 percent of the checkpoints requested is its highest level; a few are backups and operators
-- param: min_checkpoints = 10
-- source: dasha: fewer say nothing about the share
-- remedy: {statement}
-- why: WAL fills max_wal_size before checkpoint_timeout: bursts of writes, and each page is written to WAL whole again
with counted as (
    -- these counters and their start begin anew after a crash
    select c.num_timed as timed, c.num_requested as requested, c.stats_reset as began
    from pg_catalog.pg_stat_checkpointer as c
), judged as (
    select
        c.*, c.timed + c.requested as checkpoints,
        100.0 * c.requested / nullif(c.timed + c.requested, 0) as pct,
        s.setting::bigint as max_wal_mb
    from counted as c
    cross join pg_catalog.pg_settings as s
    where s.name = 'max_wal_size'
)
select
    'max_wal_size' as object,
    case
        when pg_catalog.pg_is_in_recovery() then 'a standby makes no checkpoints of its own: ask the primary'
        when j.checkpoints < %(min_checkpoints)s::bigint
            then 'only ' || j.checkpoints::text || ' checkpoints since ' || j.began::text
        else j.requested::text || ' of ' || j.checkpoints::text || ' checkpoints since ' || j.began::text
            || ' were asked for, by WAL that reached '
            || pg_catalog.pg_size_pretty(j.max_wal_mb * 1048576) || ' or by hand'
    end as message,
    not pg_catalog.pg_is_in_recovery() and j.checkpoints >= %(min_checkpoints)s::bigint as seen,
    j.requested,
    j.timed,
    pg_catalog.round(j.pct, 1) as requested_pct,
    'alter system set max_wal_size = ''' || (2 * j.max_wal_mb)::text
        || 'MB''; select pg_catalog.pg_reload_conf(); '
        || 'count anew: select pg_catalog.pg_stat_reset_shared(''checkpointer'')' as statement
from judged as j
where pg_catalog.pg_is_in_recovery()
    or j.checkpoints < %(min_checkpoints)s::bigint
    or j.pct >= %(warn_pct)s::numeric
order by object
