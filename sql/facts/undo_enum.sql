-- fact: an enum type as it is before a statement changes it; no row where there is none
-- param: type: text, its name as name or schema.name, quoted where SQL asks for it
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(t.typname) as type,
    array(select e.enumlabel::text from pg_catalog.pg_enum as e where e.enumtypid = t.oid order by e.enumsortorder) as labels
from pg_catalog.pg_type as t
join pg_catalog.pg_namespace as n on n.oid = t.typnamespace
where t.oid = pg_catalog.to_regtype(%(type)s)
