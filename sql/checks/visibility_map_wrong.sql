-- title: Rows that the visibility map is wrong about
-- dimension: integrity
-- severity: warning
-- since: 14
-- needs: extension pg_visibility
-- param: max_bytes = 268435456
-- source: 256 MiB are read within a second or two even from a slow disk, unasked for; the smallest come first
-- param: max_tables = 2000
-- source: each is a query of its own, a millisecond or less for a small one
-- remedy: {statement}
-- why: an index-only scan returns rows that were deleted, and a vacuum passes over rows it had to freeze
with functions as (
    select
        pg_catalog.quote_ident(n.nspname) as schema_name,
        pg_catalog.bool_and(
            pg_catalog.has_schema_privilege(n.oid, 'usage') and pg_catalog.has_function_privilege(p.oid, 'execute')
        ) as allowed
    from pg_catalog.pg_extension as e
    join pg_catalog.pg_depend as d
        on d.refclassid = 'pg_catalog.pg_extension'::regclass and d.refobjid = e.oid and d.deptype = 'e'
        and d.classid = 'pg_catalog.pg_proc'::regclass
    join pg_catalog.pg_proc as p on p.oid = d.objid and p.proname in ('pg_check_visible', 'pg_check_frozen')
    join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
    where e.extname = 'pg_visibility'
    group by n.nspname
), locked as (
    -- the size of a relation that somebody holds, or awaits, exclusively could not be read without waiting
    select distinct l.relation
    from pg_catalog.pg_locks as l
    where l.mode = 'AccessExclusiveLock'
        and l.relation is not null
        and l.database = (select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database())
), tables as (
    -- only pages that the map calls visible are read; the TOAST table of a table is named after it
    select
        t.oid,
        coalesce(
            'TOAST table of ' || pg_catalog.quote_ident(bn.nspname) || '.' || pg_catalog.quote_ident(b.relname),
            pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(t.relname)
        ) as object,
        pg_catalog.quote_ident(coalesce(bn.nspname, n.nspname)) || '.'
            || pg_catalog.quote_ident(coalesce(b.relname, t.relname)) as table_name,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(t.relname) as name,
        case when l.relation is null then pg_catalog.pg_relation_size(t.oid) end as bytes
    from pg_catalog.pg_class as t
    join pg_catalog.pg_namespace as n on n.oid = t.relnamespace
    join pg_catalog.pg_am as m on m.oid = t.relam and m.amname = 'heap'
    left join pg_catalog.pg_class as b on b.reltoastrelid = t.oid and t.relkind = 't'
    left join pg_catalog.pg_namespace as bn on bn.oid = b.relnamespace
    left join locked as l on l.relation = t.oid
    where t.relkind in ('r', 'm', 't')
        and t.relpersistence <> 't'
        and not (pg_catalog.pg_is_in_recovery() and t.relpersistence = 'u')
        and case when l.relation is null then pg_catalog.pg_relation_size(t.oid, 'vm') > 0 else true end
), queued as (
    select
        t.*,
        t.bytes is not null and pg_catalog.sum(t.bytes) over line <= %(max_bytes)s::bigint
            and pg_catalog.row_number() over line <= %(max_tables)s::bigint as within
    from tables as t
    window line as (order by t.bytes, t.oid)
)
select
    q.object,
    'not looked at' as message,
    'critical' as severity,
    true as seen,
    q.bytes as read_bytes,
    'select ' || f.schema_name || '.pg_truncate_visibility_map(' || pg_catalog.quote_literal(q.name)
        || '::regclass); vacuum ' || q.table_name as statement,
    'select pg_catalog.concat_ws('' and '', case when x.visible > 0 then x.visible::text '
        || '|| '' rows taken for visible that are not'' end, case when x.frozen > 0 then x.frozen::text '
        || '|| '' taken for frozen that are not'' end) as message from (select '
        || '(select pg_catalog.count(*) from ' || f.schema_name || '.pg_check_visible(' || q.oid::text
        || '::regclass)) as visible, (select pg_catalog.count(*) from ' || f.schema_name || '.pg_check_frozen('
        || q.oid::text || '::regclass)) as frozen) as x where x.visible + x.frozen > 0' as probe
from queued as q
cross join functions as f
where q.within and f.allowed
union all
select
    pg_catalog.quote_ident(pg_catalog.current_database()),
    case when f.allowed
        then 'tables not looked at: ' || pg_catalog.count(*)::text || ' of '
            || pg_catalog.pg_size_pretty(coalesce(pg_catalog.sum(q.bytes), 0))
            || ', beyond visibility_map_wrong.max_bytes or max_tables, or held exclusively'
        else 'this login may not compare the map with the rows: grant it pg_stat_scan_tables'
            || ', and usage on schema ' || f.schema_name
    end,
    null, false, pg_catalog.sum(q.bytes), null, null
from queued as q
cross join functions as f
where not (q.within and f.allowed)
group by f.allowed, f.schema_name
order by object
