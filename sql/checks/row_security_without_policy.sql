-- title: Row security switched on, without a policy
-- dimension: schema
-- severity: info
-- since: 14
-- remedy: create policy <name> on {object} using (<condition>); or alter table {object} disable row level security
-- why: nobody but the owner sees a single row or can write one, whatever was granted
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as object,
    'every row is hidden from all but its owner'
        || case when g.grantees is null then '' else ', although these were granted rights: ' || g.grantees end
        as message,
    case when g.grantees is null then 'info' else 'warning' end as severity,
    g.grantees
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
cross join lateral (
    select pg_catalog.string_agg(
        distinct case a.grantee when 0 then 'public'
            else pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) end,
        ', '
    ) as grantees
    from pg_catalog.aclexplode(c.relacl) as a
    where a.grantee <> c.relowner and a.privilege_type in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
) as g
where c.relkind in ('r', 'p')
    and c.relrowsecurity
    and n.nspname !~ '^pg_'
    and n.nspname not in ('information_schema', 'opskit')
    and not exists (select from pg_catalog.pg_policy as p where p.polrelid = c.oid)
    and not exists (
        select from pg_catalog.pg_depend as d
        where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
    )
order by object
