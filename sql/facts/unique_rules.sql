-- fact: the unique indexes of a table whose keys are all among the given columns, those that hold for most rows first
-- param: table: name of the table, as to_regclass reads it
-- param: columns: text[] of column names
select
    c.relname::text as name,
    pg_catalog.pg_get_indexdef(i.indexrelid) as definition,
    pg_catalog.pg_get_expr(i.indpred, i.indrelid) as predicate,
    k.nullable
from pg_catalog.pg_index as i
join pg_catalog.pg_class as c on c.oid = i.indexrelid
cross join lateral (
    select
        pg_catalog.array_agg(a.attname::text) as names,
        coalesce(pg_catalog.array_agg(a.attname::text order by u.nr) filter (
            where not a.attnotnull
                and not coalesce((pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false)
        ), '{}') as nullable
    from pg_catalog.unnest(i.indkey::int2[]) with ordinality as u (attnum, nr)
    left join pg_catalog.pg_attribute as a on a.attrelid = i.indrelid and a.attnum = u.attnum and u.attnum > 0
    where u.nr <= i.indnkeyatts
) as k
where
    i.indrelid = pg_catalog.to_regclass(%(table)s::text)
    and i.indisunique and i.indisvalid and i.indisready and i.indislive
    -- an expression has no name
    and pg_catalog.array_position(k.names, null) is null
    and k.names <@ %(columns)s::text[]
order by i.indpred is not null, pg_catalog.cardinality(k.nullable), c.relname collate "C"
