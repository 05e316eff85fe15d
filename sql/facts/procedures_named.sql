-- fact: the procedures in PL/pgSQL that go by a name, whatever their arguments
-- param: schema: text, empty for any
-- param: name: text
select pg_catalog.pg_get_functiondef(p.oid) as definition
from pg_catalog.pg_proc as p
join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
join pg_catalog.pg_language as l on l.oid = p.prolang
where
    p.prokind = 'p'
    and l.lanname = 'plpgsql'
    and p.proname = %(name)s::text
    and %(schema)s::text in ('', n.nspname)
order by p.oid
