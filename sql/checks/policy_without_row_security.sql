-- title: Policies that are not in force
-- dimension: schema
-- severity: critical
-- since: 14
-- remedy: alter table {object} enable row level security
-- why: who may read the table reads every row of it, while the policies say otherwise
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as object,
    'row security is off, so these policies do nothing: '
        || pg_catalog.string_agg(pg_catalog.quote_ident(p.polname), ', ' order by p.polname) as message,
    pg_catalog.count(*) as policies
from pg_catalog.pg_policy as p
join pg_catalog.pg_class as c on c.oid = p.polrelid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where not c.relrowsecurity
    and n.nspname !~ '^pg_'
    and n.nspname not in ('information_schema', 'opskit')
    and not exists (
        select from pg_catalog.pg_depend as d
        where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
    )
group by n.nspname, c.relname
order by object
