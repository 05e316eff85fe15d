-- fact: what a load has to know of the server: for how many sessions more it has room, and the settings that decide how
-- fast it is
select
    pg_catalog.current_setting('max_connections')::integer
        - pg_catalog.current_setting('superuser_reserved_connections')::integer
        - coalesce(nullif(pg_catalog.current_setting('reserved_connections', true), ''), '0')::integer
        - (select pg_catalog.sum(d.numbackends)::integer from pg_catalog.pg_stat_database as d) as free,
    (
        select pg_catalog.jsonb_object_agg(s.name, pg_catalog.current_setting(s.name))
        from pg_catalog.pg_settings as s
        where s.name in (
            'autovacuum', 'effective_cache_size', 'effective_io_concurrency', 'fsync', 'huge_pages', 'io_method', 'jit',
            'max_connections', 'max_parallel_workers', 'max_parallel_workers_per_gather', 'max_wal_size',
            'random_page_cost', 'shared_buffers', 'synchronous_commit', 'wal_compression', 'work_mem'
        )
    ) as settings
