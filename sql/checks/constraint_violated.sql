-- title: Rows that break a constraint nobody validated
-- dimension: integrity
-- severity: critical
-- since: 14
-- param: max_rows = 1000
-- source: counting stops there: it is enough to know that validation will fail
-- param: max_bytes = 2147483648
-- source: 2 GiB of tables are read within a few seconds even from a slow disk; the smallest come first
-- remedy: mend the rows of: {find}; then {statement}
-- why: validating will fail, a restore of this table will fail, and queries meet rows the schema rules out
with recursive suspects as (
    select
        k.*,
        c.relkind,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as table_name,
        pg_catalog.quote_ident(fn.nspname) || '.' || pg_catalog.quote_ident(fc.relname) as referenced,
        fc.relkind as referenced_kind,
        pg_catalog.has_schema_privilege(n.oid, 'usage') and pg_catalog.has_table_privilege(c.oid, 'select')
            and coalesce(
                pg_catalog.has_schema_privilege(fn.oid, 'usage') and pg_catalog.has_table_privilege(fc.oid, 'select'),
                true
            ) as readable,
        pg_catalog.row_security_active(c.oid) or coalesce(pg_catalog.row_security_active(fc.oid), false) as hidden
    from pg_catalog.pg_constraint as k
    join pg_catalog.pg_class as c on c.oid = k.conrelid
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    left join pg_catalog.pg_class as fc on fc.oid = k.confrelid
    left join pg_catalog.pg_namespace as fn on fn.oid = fc.relnamespace
    where not k.convalidated
        and k.contype in ('f', 'c', 'n')
        and k.conparentid = 0
        and k.conislocal
        -- NOT ENFORCED, from PostgreSQL 18 on, promises nothing
        and coalesce((pg_catalog.to_jsonb(k) ->> 'conenforced')::boolean, true)
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
), tree (root, relid) as (
    select s.conrelid, s.conrelid from suspects as s
    union
    select s.confrelid, s.confrelid from suspects as s where s.contype = 'f'
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
), judged as (
    select
        s.*,
        w.bytes + coalesce(fw.bytes, 0) as bytes,
        case
            when not s.readable then 'grant'
            when s.hidden then 'rows'
            when w.elsewhere or coalesce((pg_catalog.to_jsonb(s) ->> 'conperiod')::boolean, false) then 'kind'
            -- what is no part of PostgreSQL or of an extension would run with this login's rights
            when exists (
                select from pg_catalog.pg_depend as d
                where d.classid = 'pg_catalog.pg_constraint'::regclass
                    and d.objid = s.oid
                    and d.refclassid in ('pg_catalog.pg_proc'::regclass, 'pg_catalog.pg_operator'::regclass)
                    and not exists (
                        select from pg_catalog.pg_depend as e
                        where e.classid = d.refclassid and e.objid = d.refobjid and e.deptype = 'e'
                    )
            ) then 'code'
            when w.held or fw.held then 'held'
        end as obstacle
    from suspects as s
    join sizes as w on w.root = s.conrelid
    left join sizes as fw on fw.root = s.confrelid
), bounded as (
    select
        j.*,
        coalesce(
            j.obstacle,
            case when pg_catalog.sum(j.bytes) over (partition by j.obstacle is null order by j.bytes, j.oid)
                > %(max_bytes)s::numeric then 'budget' end
        ) as unread
    from judged as j
), asked as (
    -- A foreign key looks at its own table alone, unless that is partitioned; a check at the children too.
    -- pg_get_expr would wait for whoever holds the table.
    select
        b.*,
        case b.contype when 'f' then 'the foreign key to ' || b.referenced when 'n' then 'the not-null constraint'
            else 'the check' end as name,
        case
            when b.unread is not null then null
            when b.contype = 'f' then
                'from ' || case b.relkind when 'p' then '' else 'only ' end || b.table_name || ' as c where ('
                    || f.present || ') and not exists (select from '
                    || case b.referenced_kind when 'p' then '' else 'only ' end || b.referenced
                    || ' as r where ' || f.same || ')'
            else 'from ' || case when b.connoinherit then 'only ' else '' end || b.table_name || ' where '
                || case b.contype
                    when 'n' then f.first || ' is null'
                    else 'not (' || pg_catalog.pg_get_expr(b.conbin, b.conrelid) || ')'
                end
        end as clause
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
            ) as same,
            pg_catalog.min(pg_catalog.quote_ident(a.attname)) as first
        from pg_catalog.unnest(b.conkey) with ordinality as u (attnum, position)
        join pg_catalog.pg_attribute as a on a.attrelid = b.conrelid and a.attnum = u.attnum
        left join pg_catalog.pg_attribute as fa on fa.attrelid = b.confrelid and fa.attnum = b.confkey[u.position]
        left join pg_catalog.pg_operator as o on o.oid = b.conpfeqop[u.position]
        left join pg_catalog.pg_namespace as op on op.oid = o.oprnamespace
        left join pg_catalog.pg_collation as l on l.oid = fa.attcollation
        left join pg_catalog.pg_namespace as ln on ln.oid = l.collnamespace
    ) as f
)
select
    a.table_name || '.' || pg_catalog.quote_ident(a.conname) as object,
    a.name || ' was not looked at' as message,
    true as seen,
    a.table_name,
    null::bigint as rows_found,
    a.bytes as read_bytes,
    'select * ' || a.clause as find,
    'alter table ' || a.table_name || ' validate constraint ' || pg_catalog.quote_ident(a.conname) as statement,
    'select ' || pg_catalog.quote_literal(a.name || ' is broken by ') || ' || case when f.rows >= '
        || (%(max_rows)s::bigint)::text || ' then ''at least '' else '''' end || f.rows::text'
        || ' || case f.rows when 1 then '' row'' else '' rows'' end as message, f.rows as rows_found'
        || ' from (select pg_catalog.count(*) as rows from (select ' || a.clause || ' limit '
        || (%(max_rows)s::bigint)::text || ') as b) as f where f.rows > 0' as probe
from asked as a
where a.unread is null
union all
select
    pg_catalog.quote_ident(pg_catalog.current_database()),
    'constraints not looked at (' || pg_catalog.count(*)::text || '): ' || case a.unread
        when 'grant' then 'this login may not read their tables: grant it pg_read_all_data'
        when 'rows' then 'row security hides rows from this login: use one with bypassrls'
        when 'kind' then 'foreign tables and PERIOD keys are not read: validate them'
        when 'code' then 'they call functions of users, which opskit does not run: validate them'
        when 'held' then 'somebody holds their tables exclusively: look again when that is over'
        else 'their tables are beyond constraint_violated.max_bytes: raise it, or validate them'
    end,
    false, null, null, null, null, null, null
from asked as a
where a.unread is not null
group by a.unread
union all
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(t.typname) || '.'
        || pg_catalog.quote_ident(k.conname),
    'a constraint of a domain: which of its columns break it is not looked at, validating tells',
    false, null, null, null, null, null, null
from pg_catalog.pg_constraint as k
join pg_catalog.pg_type as t on t.oid = k.contypid
join pg_catalog.pg_namespace as n on n.oid = k.connamespace
where not k.convalidated
    and n.nspname !~ '^pg_'
    and n.nspname not in ('information_schema', 'opskit')
order by object, message
