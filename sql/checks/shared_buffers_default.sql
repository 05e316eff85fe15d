-- title: The buffer cache has its default size, the database has outgrown it
-- dimension: configuration
-- severity: info
-- since: 14
-- param: min_bytes = 1073741824
-- source: eight times the default of 128 MB: the kernel's cache has to carry the rest
-- remedy: alter system set {object} = '<a quarter of the memory>'; restart the server
-- why: blocks are copied to and fro between the kernel's cache and the server's, and dirty ones written too early
with data as (
    select pg_catalog.sum(c.relpages::bigint) * pg_catalog.current_setting('block_size')::bigint as bytes
    from pg_catalog.pg_class as c
    where c.relkind in ('r', 'm', 't', 'i')
), cache as (
    select s.name, s.reset_val::bigint * pg_catalog.current_setting('block_size')::bigint as bytes
    from pg_catalog.pg_settings as s
    where s.name = 'shared_buffers'
)
select
    c.name as object,
    c.name || ' is ' || pg_catalog.pg_size_pretty(c.bytes) || ', the database has '
        || pg_catalog.pg_size_pretty(d.bytes) as message,
    c.bytes as cache_bytes,
    d.bytes as database_bytes
from cache as c
cross join data as d
where c.bytes <= 134217728
    and d.bytes >= %(min_bytes)s::bigint
order by object
