-- fact: what roles own or may use in this database, as pg_shdepend has it
-- param: roles: text[] of role names, quoted
-- follows: a sequence that belongs to whom its column's table does
-- deptype: o for what is theirs, a for what they have privileges on, r for policies that name them
select
    d.classid::pg_catalog.int8 as class, d.objid::pg_catalog.int8 as oid, d.objsubid as sub,
    d.deptype::text as deptype,
    k.relname::text as catalog,
    exists (
        select from pg_catalog.pg_depend as o
        where
            o.classid = d.classid and o.objid = d.objid and o.deptype in ('a', 'i')
            and o.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and o.refobjsubid > 0
            and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
    ) as follows
from pg_catalog.pg_shdepend as d
join pg_catalog.pg_roles as r on r.oid = d.refobjid
join pg_catalog.pg_class as k on k.oid = d.classid
where
    d.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass
    and pg_catalog.quote_ident(r.rolname) = any (%(roles)s::text[])
    and d.dbid in (0, (select b.oid from pg_catalog.pg_database as b where b.datname = pg_catalog.current_database()))
order by d.deptype, d.classid, d.objid, d.objsubid
