-- fact: how many connections of the server are in use, and how many it lets in
select
    (select pg_catalog.sum(d.numbackends) from pg_catalog.pg_stat_database as d)::integer as used,
    pg_catalog.current_setting('max_connections')::integer as most
