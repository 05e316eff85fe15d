-- fact: who is a member of roles, by whom; names are quoted
-- param: roles: text[] of role names, members: text[] of role names
-- options is what stands behind WITH; from 16 on a membership has three, of which older servers know the first
select
    pg_catalog.quote_ident(r.rolname) as role,
    pg_catalog.quote_ident(m.rolname) as member,
    pg_catalog.quote_ident(g.rolname) as grantor,
    a.admin_option as admin,
    case
        when x.row ? 'set_option' then
            'ADMIN ' || a.admin_option::text || ', INHERIT ' || (x.row ->> 'inherit_option')
                || ', SET ' || (x.row ->> 'set_option')
        when a.admin_option then 'ADMIN OPTION'
        else ''
    end as options
from pg_catalog.pg_auth_members as a
cross join lateral (select pg_catalog.to_jsonb(a) as row) as x
join pg_catalog.pg_roles as r on r.oid = a.roleid
join pg_catalog.pg_roles as m on m.oid = a.member
left join pg_catalog.pg_roles as g on g.oid = a.grantor
where pg_catalog.quote_ident(r.rolname) = any (%(roles)s::text[])
    and pg_catalog.quote_ident(m.rolname) = any (%(members)s::text[])
order by r.rolname collate "C", m.rolname collate "C", g.rolname collate "C"
