-- fact: row security policies
-- param: oids: oid[] of policies
select
    p.oid::pg_catalog.int8 as oid, 0 as sub, 0 as place,
    pg_catalog.concat_ws(' ',
        'CREATE POLICY', pg_catalog.quote_ident(p.polname),
        'ON', pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname),
        case when not p.polpermissive then 'AS RESTRICTIVE' end,
        'FOR ' || case p.polcmd when 'r' then 'SELECT' when 'a' then 'INSERT' when 'w' then 'UPDATE' when 'd' then 'DELETE' end,
        'TO', case
            when 0 = any (p.polroles) then 'PUBLIC'
            else (
                select pg_catalog.string_agg(pg_catalog.quote_ident(r.rolname), ', ' order by r.rolname collate "C")
                from pg_catalog.pg_roles as r where r.oid = any (p.polroles)
            )
        end,
        'USING (' || pg_catalog.pg_get_expr(p.polqual, p.polrelid) || ')',
        'WITH CHECK (' || pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) || ')'
    ) as statement,
    '' as trouble
from pg_catalog.pg_policy as p
join pg_catalog.pg_class as c on c.oid = p.polrelid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where p.oid = any (%(oids)s::pg_catalog.oid[])
order by p.oid
