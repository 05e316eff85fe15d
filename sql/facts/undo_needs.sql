-- fact: which of the objects needs which other of them, as pg_depend has it
-- param: classes: oid[] of catalogs, oids: oid[] of objects, subs: int4[] of columns (0 for the whole)
-- A sequence does not need the column that owns it: it is told its owner later.
with object as materialized (
    select w.class, w.oid, w.sub
    from rows from (
        pg_catalog.unnest(%(classes)s::pg_catalog.oid[]),
        pg_catalog.unnest(%(oids)s::pg_catalog.oid[]),
        pg_catalog.unnest(%(subs)s::pg_catalog.int4[])
    ) as w (class, oid, sub)
)
select
    o.class::pg_catalog.int8 as class, o.oid::pg_catalog.int8 as oid, o.sub,
    r.class::pg_catalog.int8 as needs_class, r.oid::pg_catalog.int8 as needs_oid, r.sub as needs_sub
from object as o
join pg_catalog.pg_depend as d on d.classid = o.class and d.objid = o.oid and (o.sub = 0 or d.objsubid = o.sub)
join object as r on r.class = d.refclassid and r.oid = d.refobjid and (r.sub = 0 or d.refobjsubid = r.sub)
left join pg_catalog.pg_class as s
    on o.class = 'pg_catalog.pg_class'::pg_catalog.regclass and s.oid = o.oid and s.relkind = 'S'
where s.oid is null or r.class <> 'pg_catalog.pg_class'::pg_catalog.regclass
order by 1, 2, 3, 4, 5, 6
