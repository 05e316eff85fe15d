-- fact: the tables that hold the rows of a table: itself, its partitions, the children that inherit from it
-- param: relation: text, the table's name as name or schema.name, quoted where SQL asks for it
with recursive
family (oid) as (
    select c.oid from pg_catalog.pg_class as c where c.oid = pg_catalog.to_regclass(%(relation)s)
    union
    select i.inhrelid from pg_catalog.pg_inherits as i join family as f on f.oid = i.inhparent
)
select n.nspname::text as schema, c.relname::text as name
from family as f
join pg_catalog.pg_class as c on c.oid = f.oid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where c.relkind = 'r'
order by n.nspname collate "C", c.relname collate "C"
