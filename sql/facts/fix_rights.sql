-- fact: the relations that this login may not mend, with their owners
-- param: owned, vacuumed, rebuilt: text[] of quoted, perhaps qualified names, of what only an owner may do, of what
-- VACUUM and ANALYZE are for, and of what REINDEX is for
-- A right that the server would miss in the middle of a VACUUM is a warning there, and the table is passed over.
select
    w.name,
    pg_catalog.pg_get_userbyid(c.relowner)::text as owner
from (
    select o.name, false as also_of_the_database from pg_catalog.unnest(%(owned)s::text[]) as o (name)
    union
    select r.name, false from pg_catalog.unnest(%(rebuilt)s::text[]) as r (name)
    union
    select v.name, true from pg_catalog.unnest(%(vacuumed)s::text[]) as v (name)
) as w
join pg_catalog.pg_class as c on c.oid = pg_catalog.to_regclass(w.name)
join pg_catalog.pg_database as d on d.datname = pg_catalog.current_database()
where not pg_catalog.pg_has_role(c.relowner, 'usage')
    and not (w.also_of_the_database and pg_catalog.pg_has_role(d.datdba, 'usage'))
order by w.name collate "C"
