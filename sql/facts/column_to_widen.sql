-- fact: a column that is to get a wider type, and what hangs on it
-- param: relation: text, a quoted, perhaps qualified name; column: text, plain
-- Read it with search_path = pg_catalog, so that names are qualified.
-- key_name is the primary key or unique constraint over this column alone (key_type p or u); sequence the one that
-- belongs to it. others says what else depends on it, or why its table is no plain one; null where nothing does.
select
    pg_catalog.quote_ident(n.nspname) as schema,
    c.relname::text as table_name,
    a.attname::text as column_name,
    pg_catalog.pg_get_expr(f.adbin, f.adrelid) as default_sql,
    s.name as sequence,
    k.conname::text as key_name,
    k.contype::text as key_type,
    pg_catalog.concat_ws(
        '; ',
        case when c.relkind <> 'r' or c.relispartition or exists (
            select from pg_catalog.pg_inherits as h where c.oid in (h.inhparent, h.inhrelid)
        ) then 'the table has partitions or heirs' end,
        case when a.attidentity <> '' then 'it is an identity column' end,
        case when not a.attnotnull then 'it may be null' end,
        (
            select pg_catalog.string_agg(
                pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid), '; ' order by d.classid, d.objid
            )
            from pg_catalog.pg_depend as d
            where d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = c.oid and d.refobjsubid = a.attnum
                and not (d.classid = 'pg_catalog.pg_attrdef'::regclass and d.objid is not distinct from f.oid)
                and not (d.classid = 'pg_catalog.pg_class'::regclass and d.objid is not distinct from s.oid)
                and not (d.classid = 'pg_catalog.pg_constraint'::regclass and d.objid is not distinct from k.oid)
                -- NOT NULL, which is a constraint from 18 on
                and not exists (
                    select from pg_catalog.pg_constraint as x
                    where d.classid = 'pg_catalog.pg_constraint'::regclass and x.oid = d.objid and x.contype = 'n'
                )
        )
    ) as others
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attname = %(column)s and not a.attisdropped
left join pg_catalog.pg_attrdef as f on f.adrelid = c.oid and f.adnum = a.attnum
left join pg_catalog.pg_constraint as k
    on k.conrelid = c.oid and k.contype in ('p', 'u') and k.conkey = array[a.attnum] and not k.condeferrable
left join lateral (
    select q.oid, pg_catalog.quote_ident(qn.nspname) || '.' || pg_catalog.quote_ident(q.relname) as name
    from pg_catalog.pg_depend as d
    join pg_catalog.pg_class as q on q.oid = d.objid and q.relkind = 'S'
    join pg_catalog.pg_namespace as qn on qn.oid = q.relnamespace
    where d.classid = 'pg_catalog.pg_class'::regclass and d.refclassid = 'pg_catalog.pg_class'::regclass
        and d.refobjid = c.oid and d.refobjsubid = a.attnum and d.deptype = 'a'
    order by q.oid
    limit 1
) as s on true
where c.oid = pg_catalog.to_regclass(%(relation)s)
order by k.contype
limit 1
