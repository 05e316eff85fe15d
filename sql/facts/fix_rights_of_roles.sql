-- fact: which of these roles this login may not alter, and whether it may alter this database and make extensions
-- param: roles: text[] of names. From 16 on CREATEROLE is not enough: the role has to be granted with ADMIN.
-- superuser: or what hosted servers have in its place.
select
    r.rolsuper or exists (
        select from pg_catalog.pg_roles as m
        where m.rolname in ('rds_superuser', 'cloudsqlsuperuser', 'azure_pg_admin')
            and pg_catalog.pg_has_role(m.oid, 'member')
    ) as superuser,
    pg_catalog.pg_has_role(d.datdba, 'usage') as owns_database,
    array(
        select o.rolname::text
        from pg_catalog.pg_roles as o
        where o.rolname = any (%(roles)s::text[])
            and not r.rolsuper
            and o.oid <> r.oid
            and not (
                r.rolcreaterole
                and not o.rolsuper
                and (
                    pg_catalog.current_setting('server_version_num')::integer < 160000
                    or pg_catalog.pg_has_role(o.oid, 'member with admin option')
                )
            )
        order by o.rolname
    ) as out_of_reach
from pg_catalog.pg_roles as r
join pg_catalog.pg_database as d on d.datname = pg_catalog.current_database()
where r.rolname = current_user
