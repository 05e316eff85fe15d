-- title: Partial indexes that leave nothing out
-- dimension: indexes
-- severity: info
-- since: 14
-- remedy: {statement}
-- why: a query that only sorts by the column cannot use it, and the planner has to prove the condition for every other
with partial as (
    -- The predicate is no more than that a column is not null which cannot be null.
    select
        x.relname, x.relkind, a.attname, i.indisunique,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(x.relname) as object,
        pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname) as table_name,
        -- what stands between the table's name and the predicate: access method, columns, options
        pg_catalog."left"(d.text, - pg_catalog.length(' WHERE ' || e.text)) as without_predicate,
        pg_catalog.length(
            case when i.indisunique then 'CREATE UNIQUE INDEX ' else 'CREATE INDEX ' end
                || pg_catalog.quote_ident(x.relname)
                || case when x.relkind = 'I' then ' ON ONLY ' else ' ON ' end
                || pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname)
        ) as head
    from pg_catalog.pg_index as i
    join pg_catalog.pg_class as x on x.oid = i.indexrelid and not x.relispartition
    join pg_catalog.pg_namespace as n on n.oid = x.relnamespace
    join pg_catalog.pg_class as t on t.oid = i.indrelid
    join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
    join pg_catalog.pg_attribute as a on a.attrelid = t.oid and a.attnotnull and a.attnum > 0
    cross join lateral (select pg_catalog.pg_get_expr(i.indpred, i.indrelid) as text) as e
    cross join lateral (select pg_catalog.pg_get_indexdef(x.oid) as text) as d
    where i.indpred is not null and i.indisvalid
        and e.text = '(' || pg_catalog.quote_ident(a.attname) || ' IS NOT NULL)'
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
        and not exists (
            select from pg_catalog.pg_depend as d
            where d.classid = 'pg_catalog.pg_class'::regclass and d.objid in (x.oid, t.oid) and d.deptype = 'e'
        )
)
select
    p.object,
    'its predicate (' || pg_catalog.quote_ident(p.attname) || ' is not null) holds for every row of ' || p.table_name
        as message,
    p.table_name,
    pg_catalog.quote_ident(p.attname) as column,
    -- an index on a partitioned table cannot be built or dropped concurrently
    case when p.indisunique then 'create unique index ' else 'create index ' end
        || case when p.relkind = 'I' then '' else 'concurrently ' end
        || case when pg_catalog.octet_length(p.relname) <= 58
            then pg_catalog.quote_ident(p.relname || '_full') || ' ' else '' end
        || 'on ' || p.table_name || pg_catalog.substr(p.without_predicate, p.head + 1) || '; '
        || case when p.relkind = 'I' then 'drop index ' else 'drop index concurrently ' end || p.object as statement
from partial as p
order by object
