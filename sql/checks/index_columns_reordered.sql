-- title: Indexes that begin alike and hold the same columns in another order
-- dimension: indexes
-- severity: info
-- since: 14
-- param: min_bytes = 1048576
-- source: pg-extras: below 1 MiB an index is not worth a word
-- remedy: see in the plans which order they need; then {statement}
-- why: whatever begins with the same column finds its rows in either, so one of them mostly costs writes
with keyed as (
    -- Pairs such as (a, b) and (b, a) serve different queries and are left alone: the first column must be the same.
    select
        i.indexrelid, i.indrelid, x.relkind, i.indisunique or i.indisclustered or i.indisreplident as needed,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(x.relname) as object,
        pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname) as table_name,
        i.indkey[0] as first_column,
        coalesce(pg_catalog.pg_get_expr(i.indpred, i.indrelid), '') as predicate,
        (
            select pg_catalog.array_agg(
                row(u.attnum, i.indclass[u.position - 1], i.indcollation[u.position - 1])::text order by u.attnum
            )
            from pg_catalog.unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) with ordinality as u (attnum, position)
        ) as columns,
        (i.indkey::int2[])[0:i.indnkeyatts - 1] as key_order
    from pg_catalog.pg_index as i
    join pg_catalog.pg_class as x on x.oid = i.indexrelid and not x.relispartition
    join pg_catalog.pg_am as am on am.oid = x.relam and am.amname = 'btree'
    join pg_catalog.pg_namespace as n on n.oid = x.relnamespace
    join pg_catalog.pg_class as t on t.oid = i.indrelid
    join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
    where i.indisvalid and i.indisready and i.indislive
        and i.indnkeyatts >= 3 and i.indnatts = i.indnkeyatts and i.indexprs is null
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
        and not exists (
            select from pg_catalog.pg_depend as d
            where d.classid = 'pg_catalog.pg_class'::regclass and d.objid in (x.oid, t.oid) and d.deptype = 'e'
        )
), scans as (
    -- An index of a partitioned table has the scans and the size of its leaves.
    select
        k.indexrelid,
        coalesce(pg_catalog.sum(pg_catalog.pg_stat_get_numscans(p.relid)), 0)::bigint as scans,
        pg_catalog.sum(pg_catalog.pg_relation_size(p.relid))::bigint as bytes
    from keyed as k
    cross join lateral (
        select k.indexrelid::oid as relid where k.relkind = 'i'
        union all
        select pt.relid from pg_catalog.pg_partition_tree(k.indexrelid) as pt where k.relkind = 'I' and pt.isleaf
    ) as p
    where exists (
        select from keyed as o
        where o.indrelid = k.indrelid and o.first_column = k.first_column and o.columns = k.columns
            and o.predicate = k.predicate and o.indexrelid <> k.indexrelid
    )
    group by k.indexrelid
)
select distinct on (a.object)
    a.object,
    'has the columns of ' || b.object || ' on ' || a.table_name || ' in another order; scans: ' || sa.scans::text
        || ' against ' || sb.scans::text as message,
    a.table_name,
    b.object as other,
    sa.scans,
    sb.scans as scans_of_other,
    sa.bytes as size_bytes,
    -- an index on a partitioned table cannot be dropped concurrently
    case when a.relkind = 'I' then 'drop index ' else 'drop index concurrently ' end || a.object as statement
from keyed as a
join keyed as b
    on b.indrelid = a.indrelid and b.first_column = a.first_column and b.columns = a.columns
    and b.predicate = a.predicate and b.key_order <> a.key_order
join scans as sa on sa.indexrelid = a.indexrelid
join scans as sb on sb.indexrelid = b.indexrelid
where not a.needed
    and sa.bytes >= %(min_bytes)s::bigint
    and (b.needed or (sa.scans, a.object) < (sb.scans, b.object))
order by object, b.needed desc, sb.scans desc, b.object
