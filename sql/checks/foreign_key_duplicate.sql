-- title: Foreign keys that say what another one says
-- dimension: schema
-- severity: warning
-- since: 14
-- remedy: alter table {table_name} drop constraint {name}
-- why: every write pays for both, and two actions on delete contradict each other
with keys as (
    select
        k.oid, k.conrelid, k.confrelid, k.conname, k.convalidated, k.confdeltype, k.confupdtype,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as table_name,
        pg_catalog.cardinality(k.conkey) as columns,
        p.pairs,
        p.no_nulls
    from pg_catalog.pg_constraint as k
    join pg_catalog.pg_class as c on c.oid = k.conrelid
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    cross join lateral (
        select
            pg_catalog.array_agg(u.attnum::text || '>' || k.confkey[u.position]::text order by u.attnum) as pairs,
            pg_catalog.bool_and(a.attnotnull) as no_nulls
        from pg_catalog.unnest(k.conkey) with ordinality as u (attnum, position)
        join pg_catalog.pg_attribute as a on a.attrelid = k.conrelid and a.attnum = u.attnum
    ) as p
    where k.contype = 'f'
        and k.conparentid = 0
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
        -- NOT ENFORCED and PERIOD, from PostgreSQL 18 on, mean something else
        and coalesce((pg_catalog.to_jsonb(k) ->> 'conenforced')::boolean, true)
        and not coalesce((pg_catalog.to_jsonb(k) ->> 'conperiod')::boolean, false)
), covered as (
    -- Of two that are equal the validated one stays. A shorter one is implied where the longer one has no NULLs.
    select distinct on (k.oid)
        k.*, o.conname as other, o.columns = k.columns as equal,
        (k.confdeltype, k.confupdtype) is distinct from (o.confdeltype, o.confupdtype) as differs
    from keys as k
    join keys as o on o.conrelid = k.conrelid and o.confrelid = k.confrelid and o.oid <> k.oid
    where (
            o.pairs = k.pairs
            and (not o.convalidated, o.conname::text, o.oid) < (not k.convalidated, k.conname::text, k.oid)
        )
        or (o.columns > k.columns and o.pairs @> k.pairs and o.no_nulls and o.convalidated)
    order by k.oid, o.columns, o.conname
)
select
    c.table_name || '.' || pg_catalog.quote_ident(c.conname) as object,
    case when c.equal then 'the same columns and keys as ' else 'implied by ' end || pg_catalog.quote_ident(c.other)
        || case when c.differs then ', with another action on delete or update: choose one' else '' end as message,
    case when c.equal then 'warning' else 'info' end as severity,
    c.table_name,
    pg_catalog.quote_ident(c.conname) as name,
    pg_catalog.quote_ident(c.other) as other
from covered as c
order by object
