-- fact: which value a setting has for each login that uses the tables, and which level set it
-- param: names: text[] of setting names
-- param: role: text, one login to look at; empty for every one that may use a user table here
-- Read it in a session that was started without these settings: what is given at the start hides the server's value.
-- value is null where only the server's value counts and this login does not see it.
with tables as (
    select distinct g.grantee
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    cross join lateral pg_catalog.aclexplode(coalesce(c.relacl, pg_catalog.acldefault('r', c.relowner))) as g
    where c.relkind in ('r', 'p', 'v', 'm', 'f')
        and not pg_catalog.starts_with(n.nspname, 'pg_')
        and n.nspname not in ('information_schema', 'opskit')
),
logins as (
    select r.oid, r.rolname, r.rolsuper
    from pg_catalog.pg_roles as r
    where r.rolcanlogin
        and (%(role)s::text = '' or r.rolname = %(role)s::text)
        and pg_catalog.has_database_privilege(r.oid, pg_catalog.current_database(), 'connect')
        and (
            r.rolname = %(role)s::text
            or exists (
                select from tables as t
                where t.grantee = 0
                    or pg_catalog.pg_has_role(r.oid, t.grantee, 'member')
                    or pg_catalog.pg_has_role(r.oid, 'pg_write_all_data', 'member')
            )
        )
),
judged as (
    -- superusers are people and maintenance, unless nobody else can be the application
    select l.oid, l.rolname
    from logins as l
    where not l.rolsuper or not exists (select from logins as o where not o.rolsuper)
),
configured as (
    select
        s.setdatabase,
        s.setrole,
        pg_catalog.split_part(u.item, '=', 1) as name,
        pg_catalog.substr(u.item, pg_catalog.strpos(u.item, '=') + 1) as value,
        case
            when s.setrole <> 0 and s.setdatabase <> 0 then 'role in database'
            when s.setrole <> 0 then 'role'
            when s.setdatabase <> 0 then 'database'
            else 'all roles'
        end as level
    from pg_catalog.pg_db_role_setting as s
    cross join lateral pg_catalog.unnest(s.setconfig) as u (item)
    where s.setdatabase in (
        0, (select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database())
    )
),
server as (
    select
        s.name,
        s.unit,
        case
            when s.source <> 'client' and not exists (
                select from configured as c
                join pg_catalog.pg_roles as r on r.oid = c.setrole
                where r.rolname = session_user and c.name = s.name
            ) then s.reset_val
        end as value
    from pg_catalog.pg_settings as s
    where s.name = any (%(names)s::text[])
)
select
    pg_catalog.quote_ident(j.rolname) as login,
    s.name,
    coalesce(c.value, s.value) as value,
    s.unit,
    coalesce(c.level, 'server') as level
from judged as j
cross join server as s
left join lateral (
    select c.value, c.level
    from configured as c
    where c.name = s.name and c.setrole in (0, j.oid)
    order by c.setrole <> 0 desc, c.setdatabase <> 0 desc
    limit 1
) as c on true
order by s.name collate "C", j.rolname collate "C"
