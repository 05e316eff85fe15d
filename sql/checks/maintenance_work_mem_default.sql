-- title: Index builds and vacuums have the memory of a small machine
-- dimension: configuration
-- severity: info
-- since: 14
-- param: min_bytes = 10737418240
-- source: from 10 GiB on a B-tree of a large table no longer sorts in 64 MB, and is merged from files
-- remedy: alter system set {object} = '1GB'; select pg_catalog.pg_reload_conf()
-- why: a concurrent build takes longer, and so does everything that waits for it
with data as (
    select pg_catalog.sum(c.relpages::bigint) * pg_catalog.current_setting('block_size')::bigint as bytes
    from pg_catalog.pg_class as c
    where c.relkind in ('r', 'm', 't', 'i')
)
select
    s.name as object,
    case when o.own
        then 'this login has its own ' || s.name || ': what other sessions use cannot be seen'
        else s.name || ' is ' || pg_catalog.pg_size_pretty(1024 * s.reset_val::bigint) || ', the database has '
            || pg_catalog.pg_size_pretty(d.bytes)
    end as message,
    not o.own as seen,
    d.bytes as database_bytes
from pg_catalog.pg_settings as s
cross join data as d
cross join lateral (select s.source in ('client', 'user', 'database user') as own) as o
where s.name = 'maintenance_work_mem'
    and d.bytes >= %(min_bytes)s::bigint
    and (o.own or s.reset_val::bigint <= 65536)
order by object
