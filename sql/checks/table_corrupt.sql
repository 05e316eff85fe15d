-- title: Tables that are damaged
-- dimension: integrity
-- severity: warning
-- since: 14
-- needs: extension amcheck
-- param: max_bytes = 268435456
-- source: 256 MiB are read within a second or two even from a slow disk, unasked for; the smallest come first
-- param: max_tables = 2000
-- source: each is a query of its own, a millisecond or less for a small one
-- param: check_toast = false
-- source: amcheck: true also follows every value into the TOAST table, and needs its index to be sound
-- remedy: stop writing, copy the data directory, look at what pg_amcheck says of {object}; restore from a backup
-- why: rows are lost, come back, or stop the query that meets them; vacuum and upgrades fail at the table
with functions as (
    select
        pg_catalog.quote_ident(n.nspname) || '.verify_heapam' as name,
        pg_catalog.concat_ws(
            '; ',
            case when not pg_catalog.has_schema_privilege(n.oid, 'usage') then 'grant usage on schema '
                || pg_catalog.quote_ident(n.nspname) || ' to ' || pg_catalog.quote_ident(session_user) end,
            case when not pg_catalog.has_function_privilege(p.oid, 'execute') then 'grant execute on function '
                || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(p.proname) || '('
                || pg_catalog.array_to_string(p.proargtypes::oid[]::regtype[], ', ') || ') to '
                || pg_catalog.quote_ident(session_user) end
        ) as grants,
        pg_catalog.has_schema_privilege(n.oid, 'usage') and pg_catalog.has_function_privilege(p.oid, 'execute')
            as allowed
    from pg_catalog.pg_extension as e
    join pg_catalog.pg_depend as d
        on d.refclassid = 'pg_catalog.pg_extension'::regclass and d.refobjid = e.oid and d.deptype = 'e'
        and d.classid = 'pg_catalog.pg_proc'::regclass
    join pg_catalog.pg_proc as p on p.oid = d.objid and p.proname = 'verify_heapam'
    join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
    where e.extname = 'amcheck'
    order by allowed desc
    limit 1
), locked as (
    -- the size of a relation that somebody holds, or awaits, exclusively could not be read without waiting
    select distinct l.relation
    from pg_catalog.pg_locks as l
    where l.mode = 'AccessExclusiveLock'
        and l.relation is not null
        and l.database = (select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database())
), tables as (
    -- the TOAST table of a table is named after it: its own name holds an oid
    select
        t.oid,
        coalesce(
            'TOAST table of ' || pg_catalog.quote_ident(bn.nspname) || '.' || pg_catalog.quote_ident(b.relname),
            pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(t.relname)
        ) as object,
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
), queued as (
    select
        t.*,
        t.bytes is not null and pg_catalog.sum(t.bytes) over line <= %(max_bytes)s::bigint
            and pg_catalog.row_number() over line <= %(max_tables)s::bigint as within
    from tables as t
    where t.bytes is distinct from 0
    window line as (order by t.bytes, t.oid)
)
select
    q.object,
    'not looked at' as message,
    'critical' as severity,
    true as seen,
    q.bytes as read_bytes,
    'select pg_catalog.count(*)::text || '' places, the first in block '' || pg_catalog.min(v.blkno)::text || '': '''
        || ' || (pg_catalog.array_agg(v.msg order by v.blkno, v.offnum))[1] as message from ' || f.name
        || '(relation => ' || q.oid::text || '::regclass, check_toast => ' || %(check_toast)s::text
        || ') as v having pg_catalog.count(*) > 0' as probe
from queued as q
cross join functions as f
where q.within and f.allowed
union all
select
    pg_catalog.quote_ident(pg_catalog.current_database()),
    case when f.allowed
        then 'tables not looked at: ' || pg_catalog.count(*)::text || ' of '
            || pg_catalog.pg_size_pretty(coalesce(pg_catalog.sum(q.bytes), 0))
            || ', beyond table_corrupt.max_bytes or max_tables, or held exclusively; pg_amcheck looks at all'
        else 'this login may not look into tables: ' || f.grants
    end,
    null, false, pg_catalog.sum(q.bytes), null
from queued as q
cross join functions as f
where not (q.within and f.allowed)
group by f.allowed, f.grants
union all
select
    'amcheck', 'its version is too old to look into tables: alter extension amcheck update', null, false, null, null
where not exists (select from functions)
order by object
