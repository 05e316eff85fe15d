-- fact: what roles give of what they will make, one row for each grant; a row without privilege where there is none
-- param: roles: text[], empty for the one who asks
-- param: schemas: text[], empty for what holds in all of them
-- param: kind: text, pg_default_acl.defaclobjtype
-- Names are quoted. all_of lists what ALL is.
with wanted as (
    select r.oid as role, r.rolname, n.oid as namespace, n.nspname
    from pg_catalog.pg_roles as r
    left join pg_catalog.pg_namespace as n on n.nspname = any (%(schemas)s::text[])
    where r.rolname = any (coalesce(nullif(%(roles)s::text[], '{}'), array[current_user::text]))
        and (n.oid is not null or %(schemas)s::text[] = '{}')
)
select
    pg_catalog.quote_ident(w.rolname) as role,
    coalesce(pg_catalog.quote_ident(w.nspname), '') as schema,
    array(
        select a.privilege_type
        from pg_catalog.aclexplode(
            pg_catalog.acldefault(case %(kind)s when 'S' then 's' else %(kind)s end::"char", w.role)
        ) as a
        where a.grantee = w.role
        order by 1
    ) as all_of,
    coalesce(e.privilege_type, '') as privilege,
    case when e.grantee = 0 then 'PUBLIC' else pg_catalog.quote_ident(g.rolname) end as grantee,
    coalesce(e.is_grantable, false) and e.grantee <> w.role as grantable
from wanted as w
left join pg_catalog.pg_default_acl as d
    on d.defaclrole = w.role and d.defaclnamespace = coalesce(w.namespace, 0) and d.defaclobjtype = %(kind)s::"char"
left join lateral pg_catalog.aclexplode(coalesce(
    d.defaclacl,
    case
        when w.namespace is null
            then pg_catalog.acldefault(case %(kind)s when 'S' then 's' else %(kind)s end::"char", w.role)
    end
)) as e on true
left join pg_catalog.pg_roles as g on g.oid = e.grantee
order by w.rolname collate "C", w.nspname collate "C", e.grantee, e.privilege_type collate "C"
