-- logins that may do something with a user table, or own one
-- superusers are people and maintenance, unless nobody else can be the application
select r.oid, r.rolname, r.rolsuper
from (
    select
        l.oid, l.rolname, l.rolsuper,
        pg_catalog.bool_and(l.rolsuper) over () as only_superusers
    from pg_catalog.pg_roles as l
    where l.rolcanlogin
        and pg_catalog.has_database_privilege(l.oid, pg_catalog.current_database(), 'connect')
        and exists (
            select from (
                select distinct g.grantee
                from pg_catalog.pg_class as c
                join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
                cross join lateral pg_catalog.aclexplode(
                    coalesce(c.relacl, pg_catalog.acldefault('r', c.relowner))
                ) as g
                where c.relkind in ('r', 'p', 'v', 'm', 'f')
                    and n.nspname !~ '^pg_'
                    and n.nspname not in ('information_schema', 'opskit')
            ) as t
            where t.grantee = 0
                or pg_catalog.pg_has_role(l.oid, t.grantee, 'member')
                or pg_catalog.pg_has_role(l.oid, 'pg_write_all_data', 'member')
        )
) as r
where not r.rolsuper or r.only_superusers
