-- title: Indexes on a column with few values, none of them rare
-- dimension: indexes
-- severity: info
-- since: 14
-- param: max_values = 10
-- source: with more values some of them are rare enough for an index sooner or later
-- param: min_pct = 5
-- source: a twentieth of the rows in random order touches nearly every page of twenty rows or more
-- param: max_correlation = 0.9
-- source: where the rows lie in the order of the column an index reads neighbouring pages only
-- param: min_rows = 100000
-- source: below that nobody feels what the index costs
-- remedy: if no plan uses it: {statement}; else make it partial, or put it behind a column that tells rows apart
-- why: a scan of the table is quicker whichever value is asked for, so the index only costs writes
with columns as (
    -- Only where every value is known with its share. The index of a foreign key is used by every delete of a parent.
    -- Partitions are left out: which values are rare differs from one to the next.
    select
        x.oid, x.relpages, tn.nspname, t.relname, t.reltuples, a.attname,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(x.relname) as object,
        pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname) as table_name,
        -- pg_stats has nothing of a column that the login may not read, or whose rows a policy hides from it
        pg_catalog.has_column_privilege(t.oid, a.attnum, 'select') as granted,
        pg_catalog.has_column_privilege(t.oid, a.attnum, 'select') and not pg_catalog.row_security_active(t.oid)
            as readable
    from pg_catalog.pg_index as i
    join pg_catalog.pg_class as x on x.oid = i.indexrelid and x.relkind = 'i' and not x.relispartition
    join pg_catalog.pg_namespace as n on n.oid = x.relnamespace
    join pg_catalog.pg_am as am on am.oid = x.relam and am.amname in ('btree', 'hash')
    join pg_catalog.pg_class as t on t.oid = i.indrelid
    join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
    join pg_catalog.pg_attribute as a on a.attrelid = t.oid and a.attnum = i.indkey[0]
    where i.indisvalid and i.indnatts = 1 and i.indpred is null
        and not (i.indisunique or i.indisexclusion or i.indisclustered)
        and t.reltuples >= %(min_rows)s::float8
        and tn.nspname !~ '^pg_'
        and tn.nspname not in ('information_schema', 'opskit')
        and not exists (
            select from pg_catalog.pg_constraint as k
            where k.contype = 'f' and k.conrelid = t.oid and k.conkey = array[a.attnum]
        )
        and not exists (
            select from pg_catalog.pg_depend as d
            where d.classid = 'pg_catalog.pg_class'::regclass and d.objid in (x.oid, t.oid) and d.deptype = 'e'
        )
), judged as (
    select
        c.*, s.n_distinct, s.null_frac, s.correlation,
        s.attname is not null as analyzed,
        f.values_known,
        100 * least(f.rarest, nullif(s.null_frac, 0)) as rarest_pct
    from columns as c
    left join pg_catalog.pg_stats as s
        on s.schemaname = c.nspname and s.tablename = c.relname and s.attname = c.attname and not s.inherited
    cross join lateral (
        select pg_catalog.count(*) as values_known, pg_catalog.min(u.share) as rarest
        from pg_catalog.unnest(s.most_common_freqs) as u (share)
    ) as f
)
select
    j.object,
    j.table_name || '.' || pg_catalog.quote_ident(j.attname) || ' has ' || j.values_known::text
        || ' values, the rarest in ' || pg_catalog.round(j.rarest_pct::numeric, 1)::text || ' percent of the rows'
        as message,
    true as seen,
    j.table_name,
    pg_catalog.quote_ident(j.attname) as column,
    j.values_known as values,
    pg_catalog.round(j.rarest_pct::numeric, 1) as rarest_pct,
    coalesce(pg_catalog.pg_stat_get_numscans(j.oid), 0) as scans,
    pg_catalog.pg_relation_size(j.oid) as size_bytes,
    'drop index concurrently ' || j.object as statement
from judged as j
where j.n_distinct between 1 and %(max_values)s::float8
    and j.values_known = j.n_distinct
    and j.rarest_pct >= %(min_pct)s::float8
    and coalesce(pg_catalog.abs(j.correlation) <= %(max_correlation)s::float8, true)
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
    false, null, null, null, null, null, null, null
from judged as j
where not (j.readable and j.analyzed)
having pg_catalog.count(*) > 0
order by object
