-- title: Indexes sorted by a collation that has changed since
-- dimension: indexes
-- severity: critical
-- since: 14
-- remedy: {statement}
-- why: an index in the old order misses rows and takes duplicates that are in the table; nothing says so
with sorted as (
    -- A partitioned index stands for its partitions. PostgreSQL 14 records no version of the default collation.
    -- (The next version does: collation_version_changed.pg15.sql.)
    select distinct i.indexrelid, i.indisexclusion, u.collation_oid
    from pg_catalog.pg_index as i
    join pg_catalog.pg_class as x on x.oid = i.indexrelid and not x.relispartition and x.relpersistence <> 't'
    join pg_catalog.pg_namespace as n on n.oid = x.relnamespace and n.nspname !~ '^pg_'
    cross join lateral pg_catalog.unnest(i.indcollation::oid[]) as u (collation_oid)
), rebuilt as (
    select
        s.collation_oid,
        pg_catalog.count(*) as indexes,
        pg_catalog.string_agg(n.name, ', ' order by n.name) as names,
        pg_catalog.string_agg(
            -- the index of an exclusion constraint cannot be rebuilt concurrently
            case when s.indisexclusion then 'reindex index ' else 'reindex index concurrently ' end || n.name || '; ',
            '' order by n.name
        ) as statements
    from sorted as s
    join pg_catalog.pg_class as x on x.oid = s.indexrelid
    join pg_catalog.pg_namespace as xn on xn.oid = x.relnamespace
    cross join lateral (
        select pg_catalog.quote_ident(xn.nspname) || '.' || pg_catalog.quote_ident(x.relname) as name
    ) as n
    group by s.collation_oid
), partitioned as (
    select u.collation_oid, pg_catalog.string_agg(
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(t.relname),
        ', ' order by n.nspname, t.relname
    ) as tables
    from pg_catalog.pg_partitioned_table as p
    join pg_catalog.pg_class as t on t.oid = p.partrelid
    join pg_catalog.pg_namespace as n on n.oid = t.relnamespace
    cross join lateral pg_catalog.unnest(p.partcollation::oid[]) as u (collation_oid)
    where p.partstrat = 'r'
    group by u.collation_oid
), versions as (
    select
        c.oid as collation_oid,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.collname) as object,
        c.collversion as recorded,
        pg_catalog.pg_collation_actual_version(c.oid) as actual,
        'alter collation ' || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.collname)
            || ' refresh version' as refresh
    from pg_catalog.pg_collation as c
    join pg_catalog.pg_namespace as n on n.oid = c.collnamespace
    where c.collversion is not null
        and c.oid in (select r.collation_oid from rebuilt as r union all select p.collation_oid from partitioned as p)
)
select
    v.object,
    'built with version ' || v.recorded || ', the library now has ' || coalesce(v.actual, 'none') || '; '
        || 'indexes sorted by it: ' || coalesce(r.indexes, 0)::text
        || coalesce(', tables partitioned by its order: ' || p.tables, '') as message,
    v.recorded as recorded_version,
    v.actual as version,
    coalesce(r.indexes, 0) as indexes,
    r.names as index_names,
    coalesce(r.statements, '') || v.refresh as statement
from versions as v
left join rebuilt as r on r.collation_oid = v.collation_oid
left join partitioned as p on p.collation_oid = v.collation_oid
where v.recorded is distinct from v.actual
order by object
