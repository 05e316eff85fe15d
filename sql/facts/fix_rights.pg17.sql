-- fact: the relations that this login may not mend, with their owners
-- param: owned, vacuumed, rebuilt: text[] of quoted, perhaps qualified names, of what only an owner may do, of what
-- VACUUM and ANALYZE are for, and of what REINDEX is for
-- MAINTAIN (17) allows the last two; of an index the privilege on its table counts.
select
    w.name,
    pg_catalog.pg_get_userbyid(c.relowner)::text as owner
from (
    select o.name, false as upkeep, false as also_of_the_database
    from pg_catalog.unnest(%(owned)s::text[]) as o (name)
    union
    select r.name, true, false from pg_catalog.unnest(%(rebuilt)s::text[]) as r (name)
    union
    select v.name, true, true from pg_catalog.unnest(%(vacuumed)s::text[]) as v (name)
) as w
join pg_catalog.pg_class as c on c.oid = pg_catalog.to_regclass(w.name)
left join pg_catalog.pg_index as i on i.indexrelid = c.oid
join pg_catalog.pg_database as d on d.datname = pg_catalog.current_database()
where not pg_catalog.pg_has_role(c.relowner, 'usage')
    and not (w.also_of_the_database and pg_catalog.pg_has_role(d.datdba, 'usage'))
    and not (w.upkeep and pg_catalog.has_table_privilege(coalesce(i.indrelid, c.oid), 'maintain'))
order by w.name collate "C"
