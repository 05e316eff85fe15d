-- fact: the constraints of a table, and what else in its schema has one of the names given
-- param: relation: text, the table's name as name or schema.name, quoted where SQL asks for it
-- param: names: text[] of constraint names
-- here says that it is the table's own, inherited that its parent has it; expression is that of a CHECK
select
    k.conname::text as name,
    k.conrelid = c.oid as here,
    k.contype::text as kind,
    pg_catalog.pg_get_constraintdef(k.oid) as definition,
    k.convalidated as validated,
    k.conparentid <> 0 as inherited,
    coalesce(pg_catalog.pg_get_expr(k.conbin, k.conrelid), '') as expression
from pg_catalog.pg_class as c
join pg_catalog.pg_constraint as k
    on k.conrelid = c.oid or (k.connamespace = c.relnamespace and k.conname = any (%(names)s::text[]))
where c.oid = pg_catalog.to_regclass(%(relation)s)
order by k.conname collate "C", k.oid
