-- fact: the counters of this database, with the WAL of the whole server, and since when they count
-- A crash loses all counters and leaves pg_stat_database.stats_reset as it was; then all shared ones begin anew. Those of
-- WAL may have been reset apart.
select
    d.datname::text as database,
    d.xact_commit as commits,
    d.xact_rollback as rollbacks,
    d.deadlocks,
    d.temp_files,
    d.temp_bytes,
    w.wal_bytes,
    w.stats_reset as wal_began,
    greatest(d.stats_reset, least(b.stats_reset, a.stats_reset, w.stats_reset)) as began
from pg_catalog.pg_stat_database as d
cross join pg_catalog.pg_stat_bgwriter as b
cross join pg_catalog.pg_stat_archiver as a
cross join pg_catalog.pg_stat_wal as w
where d.datname = pg_catalog.current_database()
