-- fact: what a DROP takes away: the objects named and, as with CASCADE, all that depends on them
-- param: classes: oid[] of catalogs, oids: oid[] of objects, subs: int4[] of columns (0 for the whole)
-- Of an object that goes only as a part of another, part_of_* name that: a view's rule is the view, a composite type's
-- relation its type, the expression of a generated column or of one that goes alone that column, what an extension brought the extension. It is itself else.
-- holds_rows: rows are lost with it; what is temporary is lost with its session anyway.
with recursive
wanted as (
    select w.class, w.oid, w.sub
    from rows from (
        pg_catalog.unnest(%(classes)s::pg_catalog.oid[]),
        pg_catalog.unnest(%(oids)s::pg_catalog.oid[]),
        pg_catalog.unnest(%(subs)s::pg_catalog.int4[])
    ) as w (class, oid, sub)
),
gone (class, oid, sub, extension) as (
    select w.class, w.oid, w.sub, 0::pg_catalog.oid from wanted as w
    union
    select n.class, n.oid, n.sub, n.extension
    from gone as g
    cross join lateral (
        select
            d.classid, d.objid, d.objsubid,
            case
                when d.deptype = 'e' then d.refobjid
                when d.deptype in ('i', 'a', 'P', 'S') then g.extension
                else 0::pg_catalog.oid
            end
        from pg_catalog.pg_depend as d
        where d.refclassid = g.class and d.refobjid = g.oid and (g.sub = 0 or d.refobjsubid = g.sub)
        union all
        select d.refclassid, d.refobjid, d.refobjsubid, g.extension
        from pg_catalog.pg_depend as d
        where d.classid = g.class and d.objid = g.oid and d.objsubid = g.sub and d.deptype = 'i'
    ) as n (class, oid, sub, extension)
),
object as materialized (
    select g.class, g.oid, g.sub, max(g.extension) as extension
    from gone as g
    group by g.class, g.oid, g.sub
),
whole as materialized (
    select o.oid from object as o where o.class = 'pg_catalog.pg_class'::pg_catalog.regclass and o.sub = 0
)
select
    k.relname::text as catalog,
    o.class::pg_catalog.int8 as class,
    o.oid::pg_catalog.int8 as oid,
    o.sub,
    case
        when o.extension <> 0 then 'pg_catalog.pg_extension'::pg_catalog.regclass
        when c.relkind = 'c' and h.oid is not null then 'pg_catalog.pg_type'::pg_catalog.regclass
        when w.oid is not null or f.oid is not null then 'pg_catalog.pg_class'::pg_catalog.regclass
        else o.class
    end::pg_catalog.oid::pg_catalog.int8 as part_of_class,
    coalesce(
        nullif(o.extension, 0), case when c.relkind = 'c' and h.oid is not null then c.reltype end, w.ev_class, f.adrelid, o.oid
    )::pg_catalog.int8 as part_of_oid,
    case
        when h.oid is not null then 0
        when f.oid is not null and f.lone then f.adnum
        else case when f.oid is null then o.sub else 0 end
    end::pg_catalog.int4 as part_of_sub,
    o.extension = 0 and c.relkind in ('r', 'p') is true as holds_rows,
    coalesce(c.relpersistence = 't', false) as temporary
from object as o
join pg_catalog.pg_class as k on k.oid = o.class
left join pg_catalog.pg_class as c on o.class = 'pg_catalog.pg_class'::pg_catalog.regclass and c.oid = o.oid
left join whole as h on h.oid = c.oid
left join pg_catalog.pg_rewrite as w
    on o.class = 'pg_catalog.pg_rewrite'::pg_catalog.regclass and w.oid = o.oid and w.rulename = '_RETURN'
left join lateral (
    select f.oid, f.adrelid, f.adnum, not exists (select from whole as h where h.oid = f.adrelid) as lone
    from pg_catalog.pg_attrdef as f
    join pg_catalog.pg_attribute as a on a.attrelid = f.adrelid and a.attnum = f.adnum
    where
        o.class = 'pg_catalog.pg_attrdef'::pg_catalog.regclass and f.oid = o.oid
        and (a.attgenerated <> '' or exists (
            select from object as h
            where h.class = 'pg_catalog.pg_class'::pg_catalog.regclass and h.oid = f.adrelid and h.sub = f.adnum
        ))
) as f on true
order by o.class, o.oid, o.sub
