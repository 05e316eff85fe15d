-- title: B-tree indexes on arrays or documents
-- dimension: indexes
-- severity: info
-- since: 14
-- remedy: if queries ask what is in {column} and not whether all of it is equal: {statement}
-- why: a B-tree compares whole values, no search for an element or a key can use it, and a long one fails to insert
with containers as (
    -- A value as a whole may well be a key: what is unique, or a foreign key, is left alone.
    select
        x.relname, x.relkind, a.attname, y.typname, b.basetype,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(x.relname) as object,
        pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname) as table_name,
        pg_catalog.pg_relation_size(x.oid) as size_bytes
    from pg_catalog.pg_index as i
    join pg_catalog.pg_class as x on x.oid = i.indexrelid and not x.relispartition
    join pg_catalog.pg_am as am on am.oid = x.relam and am.amname = 'btree'
    join pg_catalog.pg_namespace as n on n.oid = x.relnamespace
    join pg_catalog.pg_class as t on t.oid = i.indrelid
    join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
    join pg_catalog.pg_attribute as a on a.attrelid = t.oid and a.attnum = i.indkey[0]
    join pg_catalog.pg_type as y on y.oid = a.atttypid
    cross join lateral (select coalesce(nullif(y.typbasetype, 0), y.oid) as basetype) as b
    where i.indnkeyatts = 1 and i.indpred is null and i.indisvalid
        and not (i.indisunique or i.indisexclusion or i.indisclustered)
        and b.basetype in (
            select c.oid from pg_catalog.pg_type as c
            where c.oid in ('pg_catalog.jsonb'::regtype, 'pg_catalog.tsvector'::regtype)
                or (c.typcategory = 'A' and c.typelem <> 0 and c.typlen = -1)
        )
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
        and not exists (
            select from pg_catalog.pg_constraint as k
            where k.contype = 'f' and k.conrelid = t.oid and k.conkey[1] = a.attnum
        )
        and not exists (
            select from pg_catalog.pg_depend as d
            where d.classid = 'pg_catalog.pg_class'::regclass and d.objid in (x.oid, t.oid) and d.deptype = 'e'
        )
)
select
    c.object,
    'compares whole values of ' || c.table_name || '.' || pg_catalog.quote_ident(c.attname) || ', which is '
        || pg_catalog.format_type(c.basetype, null) as message,
    c.table_name,
    pg_catalog.quote_ident(c.attname) as column,
    c.size_bytes,
    -- an index on a partitioned table cannot be built or dropped concurrently
    case when c.relkind = 'I' then 'create index on ' else 'create index concurrently on ' end || c.table_name
        || ' using gin (' || pg_catalog.quote_ident(c.attname) || '); '
        || case when c.relkind = 'I' then 'drop index ' else 'drop index concurrently ' end || c.object as statement
from containers as c
order by object
