-- fact: the columns of tables that queries read, with what the planner knows of them
-- param: schemas, tables: text[] of the same length, names as the catalog has them
-- distinct_values: how many different ones there are, null where that is not known or this login may not see it.
-- root: the partitioned table that a partition belongs to, else the table itself; name as the catalog has it.
with
named as (
    select distinct w.schema, w.name
    -- Several arrays at once: grammar of the bare word, no function of pg_catalog.
    from unnest(%(schemas)s::text[], %(tables)s::text[]) as w (schema, name)
),
found as materialized (
    select
        w.schema, w.name, c.oid, c.reltuples,
        pg_catalog.pg_relation_size(c.oid) / pg_catalog.current_setting('block_size')::bigint as pages,
        coalesce(pg_catalog.pg_partition_root(c.oid)::oid, c.oid) as root
    from named as w
    join pg_catalog.pg_namespace as n on n.nspname = w.schema
    join pg_catalog.pg_class as c on c.relnamespace = n.oid and c.relname = w.name
)
select
    f.schema,
    f.name,
    pg_catalog.quote_ident(rn.nspname) || '.' || pg_catalog.quote_ident(r.relname) as root,
    rn.nspname::text as root_schema,
    r.relname::text as root_name,
    nullif(f.reltuples, -1)::double precision as rows,
    f.pages,
    a.attname::text as column,
    t.typname::text as type,
    case
        when s.n_distinct < 0 and f.reltuples > 0 then -s.n_distinct * f.reltuples
        when s.n_distinct > 0 then s.n_distinct
    end::double precision as distinct_values
from found as f
join pg_catalog.pg_class as r on r.oid = f.root
join pg_catalog.pg_namespace as rn on rn.oid = r.relnamespace
join pg_catalog.pg_attribute as a on a.attrelid = f.oid and a.attnum > 0 and not a.attisdropped
join pg_catalog.pg_type as t on t.oid = a.atttypid
left join pg_catalog.pg_stats as s
    on s.schemaname = f.schema and s.tablename = f.name and s.attname = a.attname and not s.inherited
order by f.schema collate "C", f.name collate "C", a.attnum
