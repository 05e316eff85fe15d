-- title: BRIN indexes on columns whose rows lie in no order
-- dimension: indexes
-- severity: warning
-- since: 14
-- param: min_correlation = 0.9
-- source: PostgreSQL, BRIN: it is for columns that correlate with their rows' place; below that the ranges overlap
-- param: min_bytes = 10485760
-- source: ten summaries of 128 pages: a smaller table is read whole anyway
-- remedy: build a btree index, or BRIN with operators *_minmax_multi_ops; then drop index concurrently {object}
-- why: the summary of each range of pages covers nearly all values, so a search rules out nothing and reads the table
with recursive members (relid, root) as (
    -- The partitions of an index count as one with it.
    select x.oid, x.oid from pg_catalog.pg_class as x where x.relkind in ('i', 'I') and not x.relispartition
    union all
    select h.inhrelid, m.root
    from members as m
    join pg_catalog.pg_inherits as h on h.inhparent = m.relid
), columns as (
    -- Only what keeps a least and a greatest value: multi-range and Bloom summaries do not need the order.
    select
        m.root, tn.nspname, t.relname, t.relpages, a.attname,
        -- pg_stats has nothing of a column that the login may not read, or whose rows a policy hides from it
        pg_catalog.has_column_privilege(t.oid, a.attnum, 'select') as granted,
        pg_catalog.has_column_privilege(t.oid, a.attnum, 'select') and not pg_catalog.row_security_active(t.oid)
            as readable
    from members as m
    join pg_catalog.pg_index as i on i.indexrelid = m.relid and i.indisvalid
    join pg_catalog.pg_class as x on x.oid = i.indexrelid and x.relkind = 'i'
    join pg_catalog.pg_am as am on am.oid = x.relam and am.amname = 'brin'
    join pg_catalog.pg_class as t on t.oid = i.indrelid
    join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
    cross join lateral pg_catalog.generate_series(0, i.indnkeyatts - 1) as p (place)
    join pg_catalog.pg_attribute as a on a.attrelid = t.oid and a.attnum = i.indkey[p.place]
    join pg_catalog.pg_opclass as o on o.oid = i.indclass[p.place] and o.opcname ~ '_minmax_ops$'
    where t.relpages * pg_catalog.current_setting('block_size')::bigint >= %(min_bytes)s::bigint
        and tn.nspname !~ '^pg_'
        and tn.nspname not in ('information_schema', 'opskit')
        and not exists (
            select from pg_catalog.pg_depend as d
            where d.classid = 'pg_catalog.pg_class'::regclass and d.objid in (x.oid, t.oid) and d.deptype = 'e'
        )
), judged as (
    select
        c.root, c.attname,
        pg_catalog.bool_and(c.granted) as granted,
        pg_catalog.bool_and(c.readable) as readable,
        -- one value only, or nothing but NULL, has no correlation and needs none
        pg_catalog.bool_and(s.attname is not null) as analyzed,
        pg_catalog.sum(pg_catalog.abs(s.correlation) * c.relpages)
            / nullif(pg_catalog.sum(c.relpages) filter (where s.correlation is not null), 0) as correlation,
        pg_catalog.sum(c.relpages::bigint) * pg_catalog.current_setting('block_size')::bigint as table_bytes
    from columns as c
    left join pg_catalog.pg_stats as s
        on s.schemaname = c.nspname and s.tablename = c.relname and s.attname = c.attname and not s.inherited
    group by c.root, c.attname
)
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(x.relname) as object,
    pg_catalog.string_agg(
        pg_catalog.quote_ident(j.attname) || ' correlates by ' || pg_catalog.round(j.correlation::numeric, 2)::text
            || ' with the place of its rows', ', ' order by j.attname
    ) || ' in ' || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(t.relname) as message,
    true as seen,
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(t.relname) as table_name,
    pg_catalog.max(j.table_bytes)::bigint as table_bytes
from judged as j
join pg_catalog.pg_class as x on x.oid = j.root
join pg_catalog.pg_namespace as n on n.oid = x.relnamespace
join pg_catalog.pg_index as i on i.indexrelid = x.oid
join pg_catalog.pg_class as t on t.oid = i.indrelid
where j.readable and j.analyzed and j.correlation < %(min_correlation)s::float8
group by n.nspname, x.relname, t.relname
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
    false, null, null
from judged as j
where not (j.readable and j.analyzed)
having pg_catalog.count(*) > 0
order by object
