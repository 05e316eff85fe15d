-- fact: the operator class an index has for a type when none is named
select m.amname::text as method, pg_catalog.format_type(o.opcintype, null) as type, o.opcname::text as name
from pg_catalog.pg_opclass as o
join pg_catalog.pg_am as m on m.oid = o.opcmethod
where o.opcdefault
order by o.oid
