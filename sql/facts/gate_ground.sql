-- fact: what a look of a gate stands on: which history of which server, since when it runs and counts, how busy it was
-- timeline: on a primary of the WAL it writes, which a promotion moves at once; on a standby of its last restart point.
-- counted_since: a crash empties all counters and leaves pg_stat_database.stats_reset as it was, but moves the reset time
-- of the shared ones.
select
    pg_catalog.clock_timestamp() as at,
    case
        when pg_catalog.pg_is_in_recovery() then (select c.timeline_id from pg_catalog.pg_control_checkpoint() as c)
        else ('x' || pg_catalog.left(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 8))::bit(32)::integer
    end as timeline,
    pg_catalog.pg_postmaster_start_time() as started,
    greatest(d.stats_reset, least(b.stats_reset, a.stats_reset, w.stats_reset)) as counted_since,
    d.xact_commit + d.xact_rollback as transactions
from pg_catalog.pg_stat_database as d
cross join pg_catalog.pg_stat_bgwriter as b
cross join pg_catalog.pg_stat_archiver as a
cross join pg_catalog.pg_stat_wal as w
where d.datname = pg_catalog.current_database()
