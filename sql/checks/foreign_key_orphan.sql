-- title: Rows whose referenced row is gone, behind a validated foreign key
-- dimension: integrity
-- severity: critical
-- since: 14
-- param: max_rows = 1000
-- source: counting stops there: it is enough to know that the key is broken
-- param: max_bytes = 2147483648
-- source: 2 GiB of tables are read within a few seconds even from a slow disk; the smallest come first
-- param: max_lock_pct = 25
-- source: one statement holds all its locks: a quarter of the lock table stays harmless to others
-- remedy: mend the rows of: {find}; no statement of the server finds them, for it takes the key for proven
-- why: triggers switched off or session_replication_role let them in; joins lose them and a restore fails
with recursive keys as (
    select
        k.*,
        c.relkind,
        c.relpages::bigint + fc.relpages as pages,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as table_name,
        pg_catalog.quote_ident(fn.nspname) || '.' || pg_catalog.quote_ident(fc.relname) as referenced,
        fc.relkind as referenced_kind,
        pg_catalog.has_schema_privilege(n.oid, 'usage') and pg_catalog.has_table_privilege(c.oid, 'select')
            and pg_catalog.has_schema_privilege(fn.oid, 'usage') and pg_catalog.has_table_privilege(fc.oid, 'select')
            as readable,
        pg_catalog.row_security_active(c.oid) or pg_catalog.row_security_active(fc.oid) as hidden
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
), tree (root, relid) as (
    select k.conrelid, k.conrelid from keys as k
    union
    select k.confrelid, k.confrelid from keys as k
    union
    select t.root, i.inhrelid
    from tree as t
    join pg_catalog.pg_inherits as i on i.inhparent = t.relid
), counted as (
    select x.indrelid, pg_catalog.count(*) as indexes from pg_catalog.pg_index as x group by x.indrelid
), weights as (
    select
        t.root,
        pg_catalog.sum(1 + coalesce(x.indexes, 0)) as locks,
        pg_catalog.bool_or(c.relkind = 'f') as elsewhere
    from tree as t
    join pg_catalog.pg_class as c on c.oid = t.relid
    left join counted as x on x.indrelid = t.relid
    group by t.root
), foreign_code as (
    -- what is no part of PostgreSQL or of an extension would run with this login's rights
    select distinct d.objid
    from pg_catalog.pg_depend as d
    left join pg_catalog.pg_depend as e
        on e.classid = d.refclassid and e.objid = d.refobjid and e.deptype = 'e'
    where d.classid = 'pg_catalog.pg_constraint'::regclass
        and d.refclassid in ('pg_catalog.pg_proc'::regclass, 'pg_catalog.pg_operator'::regclass)
        and e.objid is null
), judged as (
    select
        k.*,
        w.locks + fw.locks as locks,
        case
            when not k.readable then 'grant'
            when k.hidden then 'rows'
            when w.elsewhere or coalesce((pg_catalog.to_jsonb(k) ->> 'conperiod')::boolean, false) then 'kind'
            when x.objid is not null then 'code'
        end as obstacle
    from keys as k
    join weights as w on w.root = k.conrelid
    join weights as fw on fw.root = k.confrelid
    left join foreign_code as x on x.objid = k.oid
), locked as (
    select
        j.*,
        coalesce(
            j.obstacle,
            case
                when pg_catalog.sum(j.locks) over small > %(max_lock_pct)s::numeric / 100
                    * pg_catalog.current_setting('max_locks_per_transaction')::integer
                    * (
                        pg_catalog.current_setting('max_connections')::integer
                        + pg_catalog.current_setting('max_prepared_transactions')::integer
                    ) then 'budget'
            end
        ) as unlocked
    from judged as j
    window small as (partition by j.obstacle is null order by j.pages, j.oid)
), sized as (
    select l.*, s.bytes
    from locked as l
    cross join lateral (
        select pg_catalog.sum(pg_catalog.pg_relation_size(t.relid)) as bytes
        from tree as t
        where t.root in (l.conrelid, l.confrelid) and l.unlocked is null
    ) as s
), bounded as (
    select
        s.*,
        coalesce(
            s.unlocked,
            case when pg_catalog.sum(s.bytes) over (partition by s.unlocked is null order by s.bytes, s.oid)
                > %(max_bytes)s::numeric then 'budget' end
        ) as unread
    from sized as s
), breaking as (
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
), found as (
    -- ts_stat runs a query that it is given as text, also on a server without XML; NULL runs nothing
    select b.*, (
        select s.word::bigint
        from pg_catalog.ts_stat(
            case when b.unread is null then
                'select pg_catalog.array_to_tsvector(array[pg_catalog.count(*)::text]) from (select ' || b.clause
                    || ' limit ' || (%(max_rows)s::bigint)::text || ') as b'
            end
        ) as s
    ) as orphans
    from breaking as b
)
select
    f.table_name || '.' || pg_catalog.quote_ident(f.conname) as object,
    case when f.orphans >= %(max_rows)s::bigint then 'at least ' else '' end || f.orphans::text
        || case f.orphans when 1 then ' row refers' else ' rows refer' end || ' to nothing in ' || f.referenced
        as message,
    true as seen,
    f.table_name,
    f.referenced as referenced_table,
    f.orphans as rows_found,
    f.bytes as read_bytes,
    'select * ' || f.clause as find
from found as f
where f.orphans > 0
union all
select
    pg_catalog.quote_ident(pg_catalog.current_database()),
    'foreign keys not looked at (' || pg_catalog.count(*)::text || '): ' || case f.unread
        when 'grant' then 'this login may not read their tables: grant it pg_read_all_data'
        when 'rows' then 'row security hides rows from this login: use one with bypassrls'
        when 'kind' then 'foreign tables and PERIOD keys are not read'
        when 'code' then 'they compare by operators of users, which opskit does not run'
        else 'their tables are beyond foreign_key_orphan.max_bytes or max_lock_pct: raise these'
    end,
    false, null, null, null, null, null
from found as f
where f.unread is not null
group by f.unread
order by object, message
