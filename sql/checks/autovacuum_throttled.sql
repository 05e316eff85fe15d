-- title: Autovacuum as slow as on a small machine
-- dimension: configuration
-- severity: warning
-- since: 14
-- param: min_bytes = 107374182400
-- source: postgres-checkup: 100 GiB; below that the defaults keep up
-- param: max_rate = 100
-- source: the default of cost limit 200 in 2 ms, which lets all workers together dirty about 40 MB/s
-- remedy: alter system set autovacuum_vacuum_cost_limit = 2000; select pg_catalog.pg_reload_conf()
-- why: a vacuum of the largest table takes days, and dead rows and transaction ids pile up faster than it works
with data as (
    select pg_catalog.sum(c.relpages::bigint) * pg_catalog.current_setting('block_size')::bigint as bytes
    from pg_catalog.pg_class as c
    where c.relkind in ('r', 'm', 't', 'i')
), settings as (
    -- -1 means: as for a vacuum by hand
    select
        coalesce(
            nullif(pg_catalog.max(s.reset_val) filter (where s.name = 'autovacuum_vacuum_cost_limit'), '-1'),
            pg_catalog.max(s.reset_val) filter (where s.name = 'vacuum_cost_limit')
        )::numeric as cost_limit,
        coalesce(
            nullif(pg_catalog.max(s.reset_val) filter (where s.name = 'autovacuum_vacuum_cost_delay'), '-1'),
            pg_catalog.max(s.reset_val) filter (where s.name = 'vacuum_cost_delay')
        )::numeric as delay_ms,
        pg_catalog.max(s.reset_val) filter (where s.name = 'autovacuum_max_workers')::integer as workers
    from pg_catalog.pg_settings as s
    where s.name in (
        'autovacuum_vacuum_cost_limit', 'vacuum_cost_limit', 'autovacuum_vacuum_cost_delay', 'vacuum_cost_delay',
        'autovacuum_max_workers'
    )
)
select
    'autovacuum_vacuum_cost_limit' as object,
    'cost ' || s.cost_limit::text || ' in ' || s.delay_ms::text || ' ms for all ' || s.workers::text
        || ' workers together, on ' || pg_catalog.pg_size_pretty(d.bytes) as message,
    s.cost_limit,
    s.delay_ms,
    s.workers,
    d.bytes as database_bytes
from settings as s
cross join data as d
where d.bytes >= %(min_bytes)s::bigint
    and s.delay_ms > 0
    and s.cost_limit <= %(max_rate)s::numeric * s.delay_ms
order by object
