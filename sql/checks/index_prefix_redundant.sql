-- title: Indexes whose columns begin another index
-- dimension: indexes
-- severity: info
-- since: 14
-- remedy: drop index concurrently {object}
-- why: the longer index answers the same conditions, so the shorter one mostly costs writes; see in the plans that the longer one is not much slower to read
with keyed as (
    -- Only btree, only indexes that enforce nothing, same predicate; every included column must be in the longer one.
    select
        i.indexrelid, i.indrelid, i.indisunique, i.indisexclusion, i.indnkeyatts,
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
        (i.indkey::int2[])[i.indnkeyatts:i.indnatts - 1] as included,
        pg_catalog.pg_relation_size(i.indexrelid) as size_bytes
    from pg_catalog.pg_index as i
    join pg_catalog.pg_class as x on x.oid = i.indexrelid and not x.relispartition
    join pg_catalog.pg_am as am on am.oid = x.relam and am.amname = 'btree'
    join pg_catalog.pg_namespace as n on n.oid = x.relnamespace
    join pg_catalog.pg_class as t on t.oid = i.indrelid
    join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
    where i.indisvalid and i.indisready and i.indislive
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
)
select distinct on (a.object)
    a.object,
    'its columns begin ' || b.object || ' on ' || a.table_name as message,
    a.table_name,
    b.object as covered_by,
    a.size_bytes,
    b.size_bytes as covering_bytes
from keyed as a
join keyed as b
    on b.indrelid = a.indrelid
    and b.indnkeyatts > a.indnkeyatts
    and b.predicate = a.predicate
    and b.keys[1:a.indnkeyatts] = a.keys
    and b.columns @> a.included
where not a.indisunique and not a.indisexclusion
order by object, b.indnkeyatts, b.object
