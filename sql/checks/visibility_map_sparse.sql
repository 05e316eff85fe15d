-- title: Tables that index-only scans have to read all the same
-- dimension: indexes
-- severity: info
-- since: 14
-- param: min_visible_pct = 80
-- source: every fifth page is read from the table then, which is about where the planner gives index-only scans up
-- param: min_bytes = 104857600
-- source: 100 MiB: a smaller table is in memory, and reading it as well costs little
-- remedy: vacuum {object}; where that does not help, end what holds the horizon: idle_in_transaction, slots
-- why: only VACUUM marks pages as all-visible; for each other page an index-only scan goes to the table after all
with recursive members (relid, root) as (
    -- Partitions are told once, as the table they belong to.
    select c.oid, c.oid from pg_catalog.pg_class as c where c.relkind in ('r', 'p', 'm') and not c.relispartition
    union all
    select h.inhrelid, m.root
    from members as m
    join pg_catalog.pg_inherits as h on h.inhparent = m.relid
    join pg_catalog.pg_class as c on c.oid = h.inhrelid and c.relispartition
), tables as (
    -- Both numbers are of the last VACUUM or ANALYZE; a table that has seen neither has no page marked.
    select
        m.root,
        pg_catalog.sum(c.relallvisible) as visible,
        pg_catalog.sum(
            case when c.relpages > 0 then c.relpages
                else pg_catalog.pg_relation_size(c.oid) / pg_catalog.current_setting('block_size')::bigint end
        ) as pages,
        pg_catalog.max(greatest(
            pg_catalog.pg_stat_get_last_vacuum_time(c.oid), pg_catalog.pg_stat_get_last_autovacuum_time(c.oid)
        )) as vacuumed
    from members as m
    join pg_catalog.pg_class as c on c.oid = m.relid and c.relkind in ('r', 'm')
    where c.relhasindex
    group by m.root
), covering as (
    select i.indrelid, pg_catalog.count(*) as indexes
    from pg_catalog.pg_index as i
    where i.indnatts > i.indnkeyatts and i.indisvalid
    group by i.indrelid
)
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as object,
    pg_catalog.round(p.visible_pct, 1)::text || ' percent of its pages are marked as all-visible'
        || coalesce('; indexes built to answer alone (INCLUDE): ' || v.indexes::text, '') as message,
    -- an index with INCLUDE was built for index-only scans, and does not give what it was built for
    case when v.indexes > 0 then 'warning' else 'info' end as severity,
    pg_catalog.round(p.visible_pct, 1) as visible_pct,
    t.pages * pg_catalog.current_setting('block_size')::bigint as table_bytes,
    coalesce(v.indexes, 0) as covering_indexes,
    t.vacuumed::text as last_vacuumed
from tables as t
join pg_catalog.pg_class as c on c.oid = t.root
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
left join covering as v on v.indrelid = t.root
cross join lateral (select 100.0 * t.visible / nullif(t.pages, 0) as visible_pct) as p
where t.pages * pg_catalog.current_setting('block_size')::bigint >= %(min_bytes)s::bigint
    and p.visible_pct < %(min_visible_pct)s::numeric
    and n.nspname !~ '^pg_'
    and n.nspname not in ('information_schema', 'opskit')
    and not exists (
        select from pg_catalog.pg_depend as d
        where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
    )
order by object
