-- fact: which of the named extensions are in this database, which of the named roles, views and functions may be used
-- param: extensions: text[] of extension names
-- param: roles: text[] of role names
-- param: views: text[] of views in pg_catalog
-- param: functions: text[] of functions in pg_catalog that take no arguments
select 'extension ' || e.extname::text as need
from pg_catalog.pg_extension as e
where e.extname = any (%(extensions)s::text[])
union all
select 'role ' || r.rolname::text
from pg_catalog.pg_roles as r
where r.rolname = any (%(roles)s::text[]) and pg_catalog.pg_has_role(r.oid, 'usage')
union all
select 'view ' || c.relname::text
from pg_catalog.pg_class as c
where c.relname = any (%(views)s::text[])
    and c.relnamespace = 'pg_catalog'::regnamespace
    and pg_catalog.has_table_privilege(c.oid, 'select')
union all
select 'function ' || p.proname::text
from pg_catalog.pg_proc as p
where p.proname = any (%(functions)s::text[])
    and p.pronamespace = 'pg_catalog'::regnamespace
    and p.pronargs = 0
    and pg_catalog.has_function_privilege(p.oid, 'execute')
order by need
