-- title: Unique indexes that let the same row in again when a column is NULL
-- dimension: integrity
-- severity: info
-- since: 14
-- remedy: {statement}
-- why: NULLs count as different, so rows that agree in every other column are not duplicates to the server
with loose as (
    select
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(x.relname) as object,
        pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname) as table_name,
        t.relkind,
        k.columns, k.filled, k.nullable, k.number,
        pg_catalog.jsonb_exists(pg_catalog.to_jsonb(i), 'indnullsnotdistinct') as settable
    from pg_catalog.pg_index as i
    join pg_catalog.pg_class as x on x.oid = i.indexrelid and not x.relispartition
    join pg_catalog.pg_namespace as n on n.oid = x.relnamespace
    join pg_catalog.pg_class as t on t.oid = i.indrelid
    join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
    cross join lateral (
        select
            pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' order by u.position) as columns,
            pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' order by u.position)
                filter (where a.attnotnull) as filled,
            pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' order by u.position)
                filter (where not a.attnotnull) as nullable,
            pg_catalog.count(*) filter (where not a.attnotnull) as number
        from pg_catalog.unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) with ordinality as u (attnum, position)
        join pg_catalog.pg_attribute as a on a.attrelid = i.indrelid and a.attnum = u.attnum
    ) as k
    -- one column that may be NULL is an optional value; among several it is a hole
    where i.indisunique and i.indisvalid
        and i.indnkeyatts > 1
        and i.indexprs is null and i.indpred is null
        and k.number > 0
        and not coalesce((pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false)
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
        and not exists (
            select from pg_catalog.pg_depend as d
            where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = t.oid and d.deptype = 'e'
        )
        -- another one that takes care of the NULLs
        and not exists (
            select from pg_catalog.pg_index as o
            where o.indrelid = i.indrelid
                and o.indisunique and o.indisvalid
                and pg_catalog.pg_get_expr(o.indpred, o.indrelid) ~ ' IS NULL'
        )
)
select
    l.object,
    'rows with the same (' || l.columns || ') repeat when '
        || case l.number when 1 then l.nullable else 'one of ' || l.nullable end || ' is NULL' as message,
    l.table_name,
    l.nullable,
    'create unique index' || case l.relkind when 'p' then '' else ' concurrently' end || ' on ' || l.table_name || ' ('
        || case
            when l.settable then l.columns || ') nulls not distinct; then drop ' || l.object
            when l.number = 1 then l.filled || ') where ' || l.nullable || ' is null'
            else '<the others>) where <one of ' || l.nullable || '> is null'
        end as statement
from loose as l
order by object
