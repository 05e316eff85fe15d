-- fact: whether this login may create databases
select r.rolname::text as login, r.rolcreatedb or r.rolsuper as allowed
from pg_catalog.pg_roles as r
where r.rolname = current_user
