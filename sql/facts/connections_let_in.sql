-- fact: how many connections the server lets in, and how many of them it keeps for others than the application
select
    pg_catalog.current_setting('max_connections')::integer as most,
    pg_catalog.current_setting('superuser_reserved_connections')::integer
    + coalesce(pg_catalog.current_setting('reserved_connections', true)::integer, 0) as reserved
