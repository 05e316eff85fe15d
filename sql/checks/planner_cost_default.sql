-- title: The planner reckons with a disk and a memory that nobody told it of
-- dimension: configuration
-- severity: info
-- since: 14
-- param: min_bytes = 1073741824
-- source: below 1 GiB a database fits into any cache, and a wrong guess costs little
-- remedy: alter system set {object} = {wanted}; select pg_catalog.pg_reload_conf()
-- why: with the defaults, made for spinning disks and small machines, it passes over indexes that would be quicker
with data as (
    select pg_catalog.sum(c.relpages::bigint) * pg_catalog.current_setting('block_size')::bigint as bytes
    from pg_catalog.pg_class as c
    where c.relkind in ('r', 'm', 't', 'i')
)
select
    s.name as object,
    case when o.own
        then 'this login has its own ' || s.name || ': what other sessions use cannot be seen'
        else s.name || ' is ' || pg_catalog.current_setting(s.name) || ', the default' || w.meaning
    end as message,
    not o.own as seen,
    w.wanted,
    d.bytes as database_bytes
from data as d
cross join (
    values
        ('random_page_cost', '1.1', ' of a spinning disk, on SSD or network storage it is about 1.1'),
        ('effective_cache_size', '''<three quarters of the memory>''', ', whatever memory the machine has')
) as w (name, wanted, meaning)
join pg_catalog.pg_settings as s on s.name = w.name
cross join lateral (select s.source in ('client', 'user', 'database user') as own) as o
where d.bytes >= %(min_bytes)s::bigint
    and (o.own or s.source = 'default')
order by object
