-- title: Indexes whose columns begin another index
-- dimension: indexes
-- severity: info
-- since: 14
-- remedy: {statement}
-- why: the longer index answers the same conditions, so the shorter one costs writes, and spares reads a little at most
with keyed as (
    -- Only btree, only indexes that enforce nothing, same predicate; every included column must be in the longer one,
    -- which may have the same keys and include more. An index of a partition is judged as that of its parent.
    select
        i.indexrelid, i.indrelid, i.indnkeyatts, i.indnatts, x.relkind,
        not (i.indisunique or i.indisexclusion or i.indisclustered or x.relispartition) as spare,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(x.relname) as object,
        pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname) as table_name,
        coalesce(pg_catalog.pg_get_expr(i.indpred, i.indrelid), '') as predicate,
        (
            select pg_catalog.array_agg(
                row(
                    u.attnum,
                    case when u.attnum = 0
                        then pg_catalog.pg_get_indexdef(i.indexrelid, u.position::integer, false) end,
                    i.indclass[u.position - 1],
                    i.indcollation[u.position - 1],
                    case when (i.indoption[0] & 1) = 1 then i.indoption[u.position - 1] # 3
                        else i.indoption[u.position - 1] end
                )::text order by u.position
            )
            from pg_catalog.unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) with ordinality as u (attnum, position)
        ) as keys,
        (i.indkey::int2[])[0:i.indnatts - 1] as columns,
        (i.indkey::int2[])[i.indnkeyatts:i.indnatts - 1] as included
    from pg_catalog.pg_index as i
    join pg_catalog.pg_class as x on x.oid = i.indexrelid
    join pg_catalog.pg_am as am on am.oid = x.relam and am.amname = 'btree'
    join pg_catalog.pg_namespace as n on n.oid = x.relnamespace
    join pg_catalog.pg_class as t on t.oid = i.indrelid
    join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
    where i.indisvalid and i.indisready and i.indislive
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
        and not exists (
            select from pg_catalog.pg_depend as d
            where d.classid = 'pg_catalog.pg_class'::regclass and d.objid in (x.oid, t.oid) and d.deptype = 'e'
        )
)
select distinct on (a.object)
    a.object,
    case when b.indnkeyatts > a.indnkeyatts then 'its columns begin ' || b.object
        else b.object || ' has the same keys and includes more' end || ' on ' || a.table_name as message,
    a.table_name,
    b.object as covered_by,
    pg_catalog.pg_relation_size(a.indexrelid) as size_bytes,
    pg_catalog.pg_relation_size(b.indexrelid) as covering_bytes,
    -- an index on a partitioned table cannot be dropped concurrently
    case when a.relkind = 'I' then 'drop index ' else 'drop index concurrently ' end || a.object as statement
from keyed as a
join keyed as b
    on b.indrelid = a.indrelid
    and (b.indnkeyatts > a.indnkeyatts or (b.indnkeyatts = a.indnkeyatts and b.indnatts > a.indnatts))
    and b.predicate = a.predicate
    and b.keys[1:a.indnkeyatts] = a.keys
    and b.columns @> a.included
where a.spare
order by object, b.indnkeyatts, b.object
