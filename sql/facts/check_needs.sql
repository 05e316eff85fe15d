-- fact: which of the named extensions are in this database, and which of the named roles this login may use
-- param: extensions: text[] of extension names
-- param: roles: text[] of role names
select 'extension ' || e.extname::text as need
from pg_catalog.pg_extension as e
where e.extname = any (%(extensions)s::text[])
union all
select 'role ' || r.rolname::text
from pg_catalog.pg_roles as r
where r.rolname = any (%(roles)s::text[]) and pg_catalog.pg_has_role(r.oid, 'usage')
order by need
