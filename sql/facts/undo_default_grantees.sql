-- fact: the roles that have privileges on what somebody makes, and would have them on what an undo makes again
select distinct case when e.grantee = 0 then 'PUBLIC' else pg_catalog.quote_ident(r.rolname) end as grantee
from pg_catalog.pg_default_acl as d
cross join lateral pg_catalog.aclexplode(d.defaclacl) as e
left join pg_catalog.pg_roles as r on r.oid = e.grantee
order by 1
