-- title: B-tree indexes that are damaged
-- dimension: integrity
-- severity: warning
-- since: 14
-- needs: extension amcheck
-- param: max_bytes = 268435456
-- source: 256 MiB are read within two seconds even from a slow disk; indexes of constraints first, then the smallest
-- param: max_indexes = 2000
-- source: each is a query of its own, a millisecond or less for a small one
-- param: heapallindexed = false
-- source: amcheck: true also looks for rows the index lacks, and reads the whole table for that
-- remedy: find the cause (storage, a change of libc or ICU, a bug), then {statement}
-- why: queries miss rows or return wrong ones, and a unique index lets duplicates in
with functions as (
    -- checkunique, the third argument, exists from amcheck 1.4 on, heapallindexed from 1.1 on
    select
        pg_catalog.quote_ident(n.nspname) || '.bt_index_check' as name,
        pg_catalog.concat_ws(
            '; ',
            case when not pg_catalog.has_schema_privilege(n.oid, 'usage') then 'grant usage on schema '
                || pg_catalog.quote_ident(n.nspname) || ' to ' || pg_catalog.quote_ident(session_user) end,
            case when not pg_catalog.has_function_privilege(p.oid, 'execute') then 'grant execute on function '
                || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(p.proname) || '('
                || pg_catalog.array_to_string(p.proargtypes::oid[]::regtype[], ', ') || ') to '
                || pg_catalog.quote_ident(session_user) end
        ) as grants,
        p.pronargs,
        pg_catalog.has_schema_privilege(n.oid, 'usage') and pg_catalog.has_function_privilege(p.oid, 'execute')
            as allowed
    from pg_catalog.pg_extension as e
    join pg_catalog.pg_depend as d
        on d.refclassid = 'pg_catalog.pg_extension'::regclass and d.refobjid = e.oid and d.deptype = 'e'
        and d.classid = 'pg_catalog.pg_proc'::regclass
    join pg_catalog.pg_proc as p on p.oid = d.objid and p.proname = 'bt_index_check'
    join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
    where e.extname = 'amcheck'
    order by allowed desc, p.pronargs desc
    limit 1
), locked as (
    -- the size of a relation that somebody holds, or awaits, exclusively could not be read without waiting
    select distinct l.relation
    from pg_catalog.pg_locks as l
    where l.mode = 'AccessExclusiveLock'
        and l.relation is not null
        and l.database = (select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database())
), indexes as (
    -- the TOAST index of a table is named after the table: its own name holds an oid
    select
        i.indexrelid, i.indisunique,
        coalesce(
            'TOAST index of ' || pg_catalog.quote_ident(bn.nspname) || '.' || pg_catalog.quote_ident(b.relname),
            pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(x.relname)
        ) as object,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(x.relname) as name,
        pg_catalog.quote_ident(coalesce(bn.nspname, tn.nspname)) || '.'
            || pg_catalog.quote_ident(coalesce(b.relname, t.relname)) as table_name,
        i.indisunique or i.indisexclusion as enforces,
        n.nspname = 'pg_catalog' as of_system,
        case when not h.held then pg_catalog.pg_relation_size(i.indexrelid)
            + case when %(heapallindexed)s::boolean then pg_catalog.pg_relation_size(i.indrelid) else 0 end end as bytes
    from pg_catalog.pg_index as i
    join pg_catalog.pg_class as x on x.oid = i.indexrelid and x.relkind = 'i' and x.relpersistence <> 't'
    join pg_catalog.pg_am as m on m.oid = x.relam and m.amname = 'btree'
    join pg_catalog.pg_namespace as n on n.oid = x.relnamespace
    join pg_catalog.pg_class as t on t.oid = i.indrelid
    join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
    left join pg_catalog.pg_class as b on b.reltoastrelid = t.oid and t.relkind = 't'
    left join pg_catalog.pg_namespace as bn on bn.oid = b.relnamespace
    cross join lateral (
        select
            i.indexrelid in (select l.relation from locked as l)
            or i.indrelid in (select l.relation from locked as l) as held
    ) as h
    where i.indisvalid and i.indisready and i.indislive
        and not (pg_catalog.pg_is_in_recovery() and x.relpersistence = 'u')
), queued as (
    select
        x.*,
        x.bytes is not null and pg_catalog.sum(x.bytes) over line <= %(max_bytes)s::bigint
            and pg_catalog.row_number() over line <= %(max_indexes)s::bigint as within
    from indexes as x
    window line as (order by x.enforces desc, x.bytes, x.indexrelid)
)
select
    q.object,
    'not looked at' as message,
    'critical' as severity,
    true as seen,
    q.table_name,
    q.bytes as read_bytes,
    -- an index of the system catalogs cannot be rebuilt concurrently
    case when q.of_system then 'reindex index ' else 'reindex index concurrently ' end || q.name as statement,
    'select c.answer::text as message from ' || f.name || '(' || q.indexrelid::text || '::regclass'
        || case when f.pronargs > 1 then ', ' || %(heapallindexed)s::text else '' end
        || case when f.pronargs > 2 then ', ' || q.indisunique::text else '' end
        || ') as c (answer) where c.answer::text <> ''''' as probe
from queued as q
cross join functions as f
where q.within and f.allowed
union all
select
    pg_catalog.quote_ident(pg_catalog.current_database()),
    case when f.allowed
        then 'indexes not looked at: ' || pg_catalog.count(*)::text || ' of '
            || pg_catalog.pg_size_pretty(coalesce(pg_catalog.sum(q.bytes), 0))
            || ', beyond index_corrupt.max_bytes or max_indexes, or held exclusively; pg_amcheck looks at all'
        else 'this login may not look into indexes: ' || f.grants
    end,
    null, false, null, pg_catalog.sum(q.bytes), null, null
from queued as q
cross join functions as f
where not (q.within and f.allowed)
group by f.allowed, f.grants
order by object
