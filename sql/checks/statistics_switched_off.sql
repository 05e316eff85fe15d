-- title: Indexed columns of which no statistics are kept
-- dimension: queries
-- severity: warning
-- since: 14
-- param: min_rows = 1000
-- source: below that many rows whichever plan is chosen does not matter
-- remedy: {statement}
-- why: with a statistics target of 0 ANALYZE passes the column over, and the planner guesses how many rows match
select
    t.name as object,
    'the statistics target is 0 for: ' || pg_catalog.string_agg(k.column_name, ', ' order by k.column_name) as message,
    pg_catalog.string_agg(k.column_name, ', ' order by k.column_name) as columns,
    c.reltuples::bigint as estimated_rows,
    pg_catalog.string_agg(k.statement, '; ' order by k.column_name) || '; analyze ' || t.name as statement
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
cross join lateral (
    select pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as name
) as t
cross join lateral (
    -- a key column of an index, or an expression in one; -1 is the default for a column, and NULL from 17 on
    select distinct
        pg_catalog.quote_ident(a.attname) as column_name,
        case when a.attrelid = c.oid
            then 'alter table ' || t.name || ' alter column ' || pg_catalog.quote_ident(a.attname)
                || ' set statistics -1'
            else 'alter index ' || pg_catalog.quote_ident(xn.nspname) || '.' || pg_catalog.quote_ident(x.relname)
                || ' alter column ' || a.attnum::text || ' set statistics -1'
        end as statement
    from pg_catalog.pg_index as i
    join pg_catalog.pg_class as x on x.oid = i.indexrelid
    join pg_catalog.pg_namespace as xn on xn.oid = x.relnamespace
    join pg_catalog.pg_attribute as a
        on (a.attrelid = i.indrelid and a.attnum = any ((i.indkey::int2[])[0:i.indnkeyatts - 1]))
        or (a.attrelid = i.indexrelid and i.indkey[a.attnum - 1] = 0)
    where i.indrelid = c.oid and a.attstattarget = 0
) as k
where c.relkind in ('r', 'p', 'm') and not c.relispartition
    and c.reltuples >= %(min_rows)s::float8
    and n.nspname !~ '^pg_'
    and n.nspname not in ('information_schema', 'opskit')
    and not exists (
        select from pg_catalog.pg_depend as d
        where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
    )
group by t.name, c.reltuples
order by object
