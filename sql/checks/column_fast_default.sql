-- title: Tables that grow when they are rewritten
-- dimension: schema
-- severity: info
-- since: 14
-- param: min_bytes = 104857600
-- source: 100 MiB, the waste from which opskit speaks of bloat
-- remedy: leave {object} as it is; before vacuum full, pg_repack or a change of type make room for {growth}
-- why: a column was added with a default that stands in no old row: a rewrite writes it into each
with missing as (
    select
        a.attrelid,
        pg_catalog.count(*) as columns,
        pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' order by a.attnum) as names,
        -- the value stands in an array of one element, often compressed: the length of its text is what it may need
        pg_catalog.sum(
            case when a.attlen > 0 then a.attlen
                else greatest(pg_catalog.octet_length(a.attmissingval::text) - 2, 1) end
        ) as width
    from pg_catalog.pg_attribute as a
    where a.atthasmissing and not a.attisdropped and a.attnum > 0
    group by a.attrelid
), growing as (
    -- the partitions of a table were altered together, so they are told together
    select
        coalesce(p.root, c.oid) as oid,
        pg_catalog.count(*) as tables,
        pg_catalog.max(m.names) as names,
        pg_catalog.max(m.columns) as columns,
        pg_catalog.sum(greatest(c.reltuples, 0) * m.width)::bigint as bytes
    from missing as m
    join pg_catalog.pg_class as c on c.oid = m.attrelid and c.relkind in ('r', 'm')
    cross join lateral (
        select case when c.relispartition then pg_catalog.pg_partition_root(c.oid)::oid end as root
    ) as p
    group by coalesce(p.root, c.oid)
)
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as object,
    'a rewrite would add up to ' || pg_catalog.pg_size_pretty(g.bytes) || case when g.tables > 1
        then ' to ' || g.tables::text || ' partitions' else '' end || ': old rows do not hold ' || g.names as message,
    g.columns,
    g.bytes as growth_bytes,
    pg_catalog.pg_size_pretty(g.bytes) as growth
from growing as g
join pg_catalog.pg_class as c on c.oid = g.oid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where g.bytes >= %(min_bytes)s::bigint
    and n.nspname !~ '^pg_'
    and n.nspname not in ('information_schema', 'opskit')
order by object
