-- title: Indexes that mostly hold NULL
-- dimension: indexes
-- severity: info
-- since: 14
-- param: min_null_pct = 50
-- source: pg-extras: half of the column is NULL
-- param: min_bytes = 1048576
-- source: pg-extras: below 1 MiB an index is not worth a word
-- remedy: unless a query looks for rows where {column} is null: {statement}
-- why: every row without a value has an entry too, written and vacuumed, which no query looks for
with recursive members (relid, root) as (
    -- The partitions of an index count as one with it.
    select x.oid, x.oid from pg_catalog.pg_class as x where x.relkind in ('i', 'I') and not x.relispartition
    union all
    select h.inhrelid, m.root
    from members as m
    join pg_catalog.pg_inherits as h on h.inhparent = m.relid
), parts as (
    select
        m.root, tn.nspname, t.relname, a.attname, t.reltuples, x.relpages,
        -- pg_stats has nothing of a column that the login may not read, or whose rows a policy hides from it
        pg_catalog.has_column_privilege(t.oid, a.attnum, 'select') as granted,
        pg_catalog.has_column_privilege(t.oid, a.attnum, 'select') and not pg_catalog.row_security_active(t.oid)
            as readable
    from members as m
    join pg_catalog.pg_index as i on i.indexrelid = m.relid
    join pg_catalog.pg_class as x on x.oid = i.indexrelid and x.relkind = 'i'
    join pg_catalog.pg_am as am on am.oid = x.relam and am.amname = 'btree'
    join pg_catalog.pg_class as t on t.oid = i.indrelid
    join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
    join pg_catalog.pg_attribute as a on a.attrelid = t.oid and a.attnum = i.indkey[0] and not a.attnotnull
    where i.indisvalid and i.indnkeyatts = 1 and i.indpred is null
        and not (i.indisunique or i.indisexclusion or i.indisclustered)
        and t.reltuples > 0
        and tn.nspname !~ '^pg_'
        and tn.nspname not in ('information_schema', 'opskit')
        and not exists (
            select from pg_catalog.pg_depend as d
            where d.classid = 'pg_catalog.pg_class'::regclass and d.objid in (x.oid, t.oid) and d.deptype = 'e'
        )
), large as (
    select
        p.*,
        pg_catalog.sum(p.relpages::bigint) over (partition by p.root)
            * pg_catalog.current_setting('block_size')::bigint as bytes
    from parts as p
), judged as (
    select
        l.root, l.bytes, l.attname,
        pg_catalog.bool_and(l.granted) as granted,
        pg_catalog.bool_and(l.readable) as readable,
        pg_catalog.bool_and(s.null_frac is not null) as analyzed,
        100 * (pg_catalog.sum(s.null_frac * l.reltuples) / pg_catalog.sum(l.reltuples))::numeric as null_pct
    from large as l
    left join pg_catalog.pg_stats as s
        on s.schemaname = l.nspname and s.tablename = l.relname and s.attname = l.attname and not s.inherited
    where l.bytes >= %(min_bytes)s::bigint
    group by l.root, l.bytes, l.attname
), named as (
    select
        j.*, x.relname, x.relkind,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(x.relname) as object,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(t.relname) as table_name,
        pg_catalog.substr(
            pg_catalog.pg_get_indexdef(x.oid),
            pg_catalog.length(
                'CREATE INDEX ' || pg_catalog.quote_ident(x.relname)
                    || case when x.relkind = 'I' then ' ON ONLY ' else ' ON ' end
                    || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(t.relname)
            ) + 1
        ) as definition
    from judged as j
    join pg_catalog.pg_class as x on x.oid = j.root
    join pg_catalog.pg_namespace as n on n.oid = x.relnamespace
    join pg_catalog.pg_index as i on i.indexrelid = x.oid
    join pg_catalog.pg_class as t on t.oid = i.indrelid
    where j.readable and j.analyzed and j.null_pct >= %(min_null_pct)s::numeric
)
select
    n.object,
    pg_catalog.round(n.null_pct)::text || ' percent of ' || n.table_name || '.' || pg_catalog.quote_ident(n.attname)
        || ' is NULL, of ' || pg_catalog.pg_size_pretty(n.bytes) as message,
    true as seen,
    n.table_name,
    pg_catalog.quote_ident(n.attname) as column,
    pg_catalog.round(n.null_pct, 1) as null_pct,
    n.bytes as size_bytes,
    -- an index on a partitioned table cannot be built or dropped concurrently
    case when n.relkind = 'I' then 'create index ' else 'create index concurrently ' end
        || case when pg_catalog.octet_length(n.relname) <= 54
            then pg_catalog.quote_ident(n.relname || '_not_null') || ' ' else '' end
        || 'on ' || n.table_name || n.definition || ' where ' || pg_catalog.quote_ident(n.attname) || ' is not null; '
        || case when n.relkind = 'I' then 'drop index ' else 'drop index concurrently ' end || n.object as statement
from named as n
union all
select
    pg_catalog.quote_ident(pg_catalog.current_database()),
    case
        when pg_catalog.count(*) filter (where not j.granted) > 0
            then 'this login cannot read the statistics of ' || pg_catalog.count(*)::text
                || ' indexed columns: grant pg_read_all_data to ' || pg_catalog.quote_ident(current_user)
        when pg_catalog.count(*) filter (where not j.readable) > 0
            then 'row security hides the statistics of ' || pg_catalog.count(*)::text
                || ' indexed columns: alter role ' || pg_catalog.quote_ident(current_user) || ' bypassrls'
        else pg_catalog.count(*)::text || ' indexed columns have no statistics: analyze'
    end,
    false, null, null, null, null, null
from judged as j
where not (j.readable and j.analyzed)
having pg_catalog.count(*) > 0
order by object
