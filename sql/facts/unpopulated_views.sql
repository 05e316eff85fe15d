-- fact: the materialized views that hold no rows yet because they were never refreshed
select n.nspname::text as schema, c.relname::text as name
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where c.relkind = 'm' and not c.relispopulated
order by c.oid
