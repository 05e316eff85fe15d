-- fact: default privileges
-- param: oids: oid[] of pg_default_acl
select
    d.oid::pg_catalog.int8 as oid, 0 as sub, 70 as place,
    pg_catalog.concat_ws(' ',
        'ALTER DEFAULT PRIVILEGES FOR ROLE', pg_catalog.quote_ident(r.rolname),
        'IN SCHEMA ' || pg_catalog.quote_ident(n.nspname),
        'GRANT', pg_catalog.string_agg(e.privilege_type, ', ' order by e.privilege_type collate "C"), 'ON',
        case d.defaclobjtype
            when 'r' then 'TABLES' when 'S' then 'SEQUENCES' when 'f' then 'FUNCTIONS' when 'T' then 'TYPES'
            when 'n' then 'SCHEMAS' else 'LARGE OBJECTS'
        end,
        'TO', case when e.grantee = 0 then 'PUBLIC' else pg_catalog.quote_ident(g.rolname) end,
        case when e.is_grantable then 'WITH GRANT OPTION' end
    ) as statement,
    '' as trouble
from pg_catalog.pg_default_acl as d
join pg_catalog.pg_roles as r on r.oid = d.defaclrole
left join pg_catalog.pg_namespace as n on n.oid = d.defaclnamespace
cross join lateral pg_catalog.aclexplode(d.defaclacl) as e
left join pg_catalog.pg_roles as g on g.oid = e.grantee
where d.oid = any (%(oids)s::pg_catalog.oid[])
group by d.oid, r.rolname, n.nspname, d.defaclobjtype, e.grantee, g.rolname, e.is_grantable
order by d.oid, e.grantee, e.is_grantable
