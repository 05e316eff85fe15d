-- fact: what would stand in the way of a change to a column: views, generated columns, policies and triggers
-- kind: view (name is the view's), or column, policy, trigger (name is its own). A view that needs the table but none
-- of its columns has an empty column.
with
dependent as (
    select distinct d.refobjid, d.refobjsubid, d.classid, d.objid, d.objsubid
    from pg_catalog.pg_depend as d
    where
        d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
        and d.classid in (
            'pg_catalog.pg_rewrite'::pg_catalog.regclass,
            'pg_catalog.pg_policy'::pg_catalog.regclass,
            'pg_catalog.pg_trigger'::pg_catalog.regclass,
            'pg_catalog.pg_class'::pg_catalog.regclass,
            'pg_catalog.pg_attrdef'::pg_catalog.regclass
        )
        and d.refobjid >= 16384
),
found as (
    select d.refobjid, d.refobjsubid, 'view' as kind,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(v.relname) as name
    from dependent as d
    join pg_catalog.pg_rewrite as r on r.oid = d.objid
    join pg_catalog.pg_class as v on v.oid = r.ev_class
    join pg_catalog.pg_namespace as n on n.oid = v.relnamespace
    where d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass and v.oid <> d.refobjid
    union
    select d.refobjid, d.refobjsubid, 'policy', p.polname::text
    from dependent as d
    join pg_catalog.pg_policy as p on p.oid = d.objid
    where d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass and d.refobjsubid > 0
    union
    select d.refobjid, d.refobjsubid, 'trigger', t.tgname::text
    from dependent as d
    join pg_catalog.pg_trigger as t on t.oid = d.objid
    where
        d.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass
        and d.refobjsubid > 0
        and not t.tgisinternal
    union
    select d.refobjid, d.refobjsubid, 'column', a.attname::text
    from dependent as d
    join pg_catalog.pg_attrdef as f on f.oid = d.objid
    join pg_catalog.pg_attribute as a on a.attrelid = f.adrelid and a.attnum = f.adnum
    where
        d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass
        and f.adrelid = d.refobjid
        and f.adnum <> d.refobjsubid
        and a.attgenerated <> ''
    union
    select d.refobjid, d.refobjsubid, 'column', a.attname::text
    from dependent as d
    join pg_catalog.pg_attribute as a on a.attrelid = d.objid and a.attnum = d.objsubid
    where
        d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
        and d.objid = d.refobjid
        and d.objsubid <> d.refobjsubid
        and a.attgenerated <> ''
)
select f.refobjid as relation, coalesce(a.attname::text, '') as column_name, f.kind, f.name
from found as f
left join pg_catalog.pg_attribute as a on a.attrelid = f.refobjid and a.attnum = f.refobjsubid and f.refobjsubid > 0
order by f.refobjid, f.refobjsubid, f.kind collate "C", f.name collate "C"
