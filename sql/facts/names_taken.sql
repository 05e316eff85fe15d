-- fact: names in these schemas that an index or a constraint of that kind cannot have
-- param: schemas: text[] of schema names
-- param: label: how such names end, but for a number: idx, key, pkey
select n.nspname::text as schema, c.relname::text as name
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where n.nspname = any (%(schemas)s::text[]) and c.relname ~ ('_' || %(label)s || '[0-9]*$')
union
select n.nspname::text, k.conname::text
from pg_catalog.pg_constraint as k
join pg_catalog.pg_namespace as n on n.oid = k.connamespace
where n.nspname = any (%(schemas)s::text[]) and %(label)s <> 'idx' and k.conname ~ ('_' || %(label)s || '[0-9]*$')
order by 1, 2
