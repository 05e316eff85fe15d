-- fact: names in a table's schema that a new constraint of it cannot be given
-- param: oid: the table; indexed: boolean, whether the constraint has an index of its name
select k.conname::text as name
from pg_catalog.pg_constraint as k
join pg_catalog.pg_class as c on c.relnamespace = k.connamespace
where c.oid = %(oid)s::pg_catalog.oid
union
select other.relname::text
from pg_catalog.pg_class as other
join pg_catalog.pg_class as c on c.relnamespace = other.relnamespace
where c.oid = %(oid)s::pg_catalog.oid and %(indexed)s::boolean
order by name
