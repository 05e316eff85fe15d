-- fact: which of some names relations in a table's schema have
-- param: relation: text, the table's name as name or schema.name, quoted where SQL asks for it
-- param: names: text[]
-- free_sequence says that it is a sequence that belongs to no column
select
    other.relname::text as name,
    other.relkind = 'S' and not exists (
        select from pg_catalog.pg_depend as p
        where
            p.classid = 'pg_catalog.pg_class'::regclass and p.objid = other.oid
            and p.refclassid = 'pg_catalog.pg_class'::regclass and p.deptype in ('a', 'i')
    ) as free_sequence
from pg_catalog.pg_class as c
join pg_catalog.pg_class as other on other.relnamespace = c.relnamespace
where c.oid = pg_catalog.to_regclass(%(relation)s) and other.relname = any (%(names)s::text[])
order by other.relname collate "C"
