-- title: Foreign keys without an index on the referencing side
-- dimension: indexes
-- severity: warning
-- since: 14
-- param: small_bytes = 81920
-- source: ten pages: below that a sequential scan is what the planner would choose anyway
-- param: large_bytes = 1073741824
-- source: 1 GiB: one delete of a parent row reads that much, under a lock on the parent row
-- remedy: {statement}
-- why: every delete or key change on the parent reads the whole referencing table
with keys as (
    -- A partial index counts when its predicate is no more than "the column is not null".
    select
        k.conrelid, k.confrelid, k.conkey, k.conname, c.relkind,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as table_name,
        pg_catalog.quote_ident(fn.nspname) || '.' || pg_catalog.quote_ident(fc.relname) as referenced_table,
        (
            select pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' order by u.position)
            from pg_catalog.unnest(k.conkey) with ordinality as u (attnum, position)
            join pg_catalog.pg_attribute as a on a.attrelid = k.conrelid and a.attnum = u.attnum
        ) as columns,
        case c.relkind
            when 'p' then (
                select coalesce(pg_catalog.sum(pg_catalog.pg_relation_size(pt.relid)), 0)::bigint
                from pg_catalog.pg_partition_tree(c.oid) as pt
                where pt.isleaf
            )
            else pg_catalog.pg_relation_size(c.oid)
        end as table_bytes,
        coalesce(pg_catalog.pg_stat_get_tuples_deleted(k.confrelid), 0) as parent_deletes
    from pg_catalog.pg_constraint as k
    join pg_catalog.pg_class as c on c.oid = k.conrelid
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    join pg_catalog.pg_class as fc on fc.oid = k.confrelid
    join pg_catalog.pg_namespace as fn on fn.oid = fc.relnamespace
    where k.contype = 'f'
        and k.conparentid = 0
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
)
select
    k.table_name || '.' || pg_catalog.quote_ident(k.conname) as object,
    'no index of ' || k.table_name || ' begins with (' || k.columns || '), which refers to ' || k.referenced_table
        as message,
    case
        when k.table_bytes < %(small_bytes)s::bigint then 'info'
        when k.table_bytes >= %(large_bytes)s::bigint and k.parent_deletes > 0 then 'critical'
        else 'warning'
    end as severity,
    k.table_name,
    k.columns,
    k.referenced_table,
    k.table_bytes,
    k.parent_deletes,
    -- an index on a partitioned table cannot be built concurrently in one statement
    case when k.relkind = 'p' then 'create index on ' else 'create index concurrently on ' end
        || k.table_name || ' (' || k.columns || ')' as statement
from keys as k
where not exists (
    select from pg_catalog.pg_index as i
    join pg_catalog.pg_class as x on x.oid = i.indexrelid
    join pg_catalog.pg_am as am on am.oid = x.relam
    where i.indrelid = k.conrelid
        and i.indisvalid and i.indisready and i.indislive
        and (am.amname = 'btree' or (am.amname = 'hash' and pg_catalog.cardinality(k.conkey) = 1))
        and i.indnkeyatts >= pg_catalog.cardinality(k.conkey)
        and (i.indkey::int2[])[0:pg_catalog.cardinality(k.conkey) - 1] @> k.conkey
        and (
            i.indpred is null
            or (
                pg_catalog.cardinality(k.conkey) = 1
                and pg_catalog.pg_get_expr(i.indpred, i.indrelid) = '(' || k.columns || ' IS NOT NULL)'
            )
        )
)
order by object
