-- fact: block reads of this database, and those that shared buffers answered, since the counters began
select
    d.blks_hit as hits,
    d.blks_hit + d.blks_read as blocks,
    pg_catalog.clock_timestamp() as now,
    pg_catalog.pg_postmaster_start_time() as started
from pg_catalog.pg_stat_database as d
where d.datname = pg_catalog.current_database()
