-- since when the counters of this database count, null when it cannot be told
-- a crash loses all counters and leaves pg_stat_database.stats_reset as it was; then all shared ones begin anew
select greatest(d.stats_reset, least(b.stats_reset, a.stats_reset, w.stats_reset)) as began
from pg_catalog.pg_stat_database as d
cross join pg_catalog.pg_stat_bgwriter as b
cross join pg_catalog.pg_stat_archiver as a
cross join pg_catalog.pg_stat_wal as w
where d.datname = pg_catalog.current_database()
