-- title: Rows whose referenced row is gone, behind a validated foreign key
-- dimension: integrity
-- severity: warning
-- since: 14
-- param: max_rows = 1000
-- source: counting stops there: it is enough to know that the key is broken
-- param: max_bytes = 1073741824
-- source: 1 GiB of tables, each counted for each of its keys, is read within seconds; the smallest come first
-- param: max_keys = 500
-- source: each is a query of its own, a millisecond or less for a small table
-- remedy: mend the rows of: {find}; validating finds nothing, for the server takes the key for proven
-- why: triggers switched off or session_replication_role let them in; joins lose them and a restore fails
with recursive keys as (
    select
        k.*,
        c.relkind,
        c.relpages::bigint + fc.relpages as pages,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as table_name,
        pg_catalog.quote_ident(fn.nspname) || '.' || pg_catalog.quote_ident(fc.relname) as referenced,
        fc.relkind as referenced_kind,
        case
            when not (
                pg_catalog.has_schema_privilege(n.oid, 'usage') and pg_catalog.has_table_privilege(c.oid, 'select')
                and pg_catalog.has_schema_privilege(fn.oid, 'usage')
                and pg_catalog.has_table_privilege(fc.oid, 'select')
            ) then 'grant'
            when pg_catalog.row_security_active(c.oid) or pg_catalog.row_security_active(fc.oid) then 'rows'
            when (pg_catalog.to_jsonb(k) ->> 'conperiod')::boolean then 'kind'
            -- what is no part of PostgreSQL or of an extension would run with this login's rights
            when exists (
                select from pg_catalog.pg_depend as d
                where d.classid = 'pg_catalog.pg_constraint'::regclass
                    and d.objid = k.oid
                    and d.refclassid in ('pg_catalog.pg_proc'::regclass, 'pg_catalog.pg_operator'::regclass)
                    and not exists (
                        select from pg_catalog.pg_depend as e
                        where e.classid = d.refclassid and e.objid = d.refobjid and e.deptype = 'e'
                    )
            ) then 'code'
        end as obstacle
    from pg_catalog.pg_constraint as k
    join pg_catalog.pg_class as c on c.oid = k.conrelid
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    join pg_catalog.pg_class as fc on fc.oid = k.confrelid
    join pg_catalog.pg_namespace as fn on fn.oid = fc.relnamespace
    where k.contype = 'f'
        and k.convalidated
        and k.conparentid = 0
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
), counted as (
    select
        k.*,
        coalesce(
            k.obstacle,
            case when pg_catalog.row_number() over (partition by k.obstacle is null order by k.pages, k.oid)
                > %(max_keys)s::bigint then 'budget' end
        ) as uncounted
    from keys as k
), tree (root, relid) as (
    select c.conrelid, c.conrelid from counted as c where c.uncounted is null
    union
    select c.confrelid, c.confrelid from counted as c where c.uncounted is null
    union
    select t.root, i.inhrelid
    from tree as t
    join pg_catalog.pg_inherits as i on i.inhparent = t.relid
), locked as (
    -- the size of a relation that somebody holds, or awaits, exclusively could not be read without waiting
    select distinct l.relation
    from pg_catalog.pg_locks as l
    where l.mode = 'AccessExclusiveLock'
        and l.relation is not null
        and l.database = (select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database())
), sizes as (
    select
        t.root,
        pg_catalog.sum(case when l.relation is null then pg_catalog.pg_relation_size(t.relid) end) as bytes,
        pg_catalog.bool_or(c.relkind = 'f') as elsewhere,
        pg_catalog.bool_or(l.relation is not null) as held
    from tree as t
    join pg_catalog.pg_class as c on c.oid = t.relid
    left join locked as l on l.relation = t.relid
    group by t.root
), bounded as (
    select
        c.*,
        w.bytes + fw.bytes as bytes,
        coalesce(
            c.uncounted,
            case
                when w.elsewhere or fw.elsewhere then 'kind'
                when w.held or fw.held then 'held'
                when pg_catalog.sum(w.bytes + fw.bytes) over (order by w.bytes + fw.bytes, c.oid)
                    > %(max_bytes)s::numeric then 'budget'
            end
        ) as unread
    from counted as c
    left join sizes as w on w.root = c.conrelid and c.uncounted is null
    left join sizes as fw on fw.root = c.confrelid and c.uncounted is null
), asked as (
    -- a foreign key looks at its own table alone, unless that is partitioned
    select
        b.*,
        'from ' || case b.relkind when 'p' then '' else 'only ' end || b.table_name || ' as c where (' || f.present
            || ') and not exists (select from ' || case b.referenced_kind when 'p' then '' else 'only ' end
            || b.referenced || ' as r where ' || f.same || ')' as clause
    from bounded as b
    cross join lateral (
        select
            -- MATCH FULL: either all columns are null or none
            pg_catalog.string_agg(
                'c.' || pg_catalog.quote_ident(a.attname) || ' is not null',
                case b.confmatchtype when 'f' then ' or ' else ' and ' end order by u.position
            ) as present,
            pg_catalog.string_agg(
                'r.' || pg_catalog.quote_ident(fa.attname)
                    || ' operator(' || pg_catalog.quote_ident(op.nspname) || '.' || o.oprname::text || ') c.'
                    || pg_catalog.quote_ident(a.attname)
                    || case when fa.attcollation <> a.attcollation and l.oid is not null
                        then ' collate ' || pg_catalog.quote_ident(ln.nspname) || '.'
                            || pg_catalog.quote_ident(l.collname)
                        else '' end,
                ' and ' order by u.position
            ) as same
        from pg_catalog.unnest(b.conkey) with ordinality as u (attnum, position)
        join pg_catalog.pg_attribute as a on a.attrelid = b.conrelid and a.attnum = u.attnum
        join pg_catalog.pg_attribute as fa on fa.attrelid = b.confrelid and fa.attnum = b.confkey[u.position]
        join pg_catalog.pg_operator as o on o.oid = b.conpfeqop[u.position]
        join pg_catalog.pg_namespace as op on op.oid = o.oprnamespace
        left join pg_catalog.pg_collation as l on l.oid = fa.attcollation
        left join pg_catalog.pg_namespace as ln on ln.oid = l.collnamespace
    ) as f
    where b.unread is null
)
select
    a.table_name || '.' || pg_catalog.quote_ident(a.conname) as object,
    'the foreign key to ' || a.referenced || ' was not looked at' as message,
    true as seen,
    a.table_name,
    a.referenced as referenced_table,
    null::bigint as rows_found,
    a.bytes as read_bytes,
    'select * ' || a.clause as find,
    'select case when f.rows >= ' || (%(max_rows)s::bigint)::text || ' then ''at least '' else '''' end || f.rows::text'
        || ' || case f.rows when 1 then '' row refers'' else '' rows refer'' end || '
        || pg_catalog.quote_literal(' to nothing in ' || a.referenced) || ' as message, f.rows as rows_found'
        || ' from (select pg_catalog.count(*) as rows from (select ' || a.clause || ' limit '
        || (%(max_rows)s::bigint)::text || ') as b) as f where f.rows > 0' as probe
from asked as a
union all
select
    pg_catalog.quote_ident(pg_catalog.current_database()),
    'foreign keys not looked at (' || pg_catalog.count(*)::text || '): ' || case b.unread
        when 'grant' then 'this login may not read their tables: grant it pg_read_all_data'
        when 'rows' then 'row security hides rows from this login: use one with bypassrls'
        when 'kind' then 'foreign tables and PERIOD keys are not read'
        when 'code' then 'they compare by operators of users, which opskit does not run'
        when 'held' then 'somebody holds their tables exclusively: look again when that is over'
        else 'they are beyond foreign_key_orphan.max_bytes or max_keys: raise these'
    end,
    false, null, null, null, null, null, null
from bounded as b
where b.unread is not null
group by b.unread
order by object, message
