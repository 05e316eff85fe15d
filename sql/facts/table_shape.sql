-- fact: a table as the steps that change its constraints and columns look at it; no row where there is none
-- param: relation: text, the table's name as name or schema.name, quoted where SQL asks for it
-- kind is pg_class.relkind; heirs says that it has partitions or children; primary_key the columns of its primary key
-- in their order; update_triggers the triggers of a person that an UPDATE fires, on it and on everything below it.
with recursive
named as (
    select c.oid, c.relname, c.relkind, c.relowner, c.relnamespace
    from pg_catalog.pg_class as c
    where c.oid = pg_catalog.to_regclass(%(relation)s)
),
family (oid) as (
    select n.oid from named as n
    union
    select i.inhrelid from pg_catalog.pg_inherits as i join family as f on f.oid = i.inhparent
)
select
    n.nspname::text as schema,
    c.relname::text as name,
    c.relkind::text as kind,
    owner.rolname::text as owner,
    current_user::text as login,
    (select pg_catalog.count(*) > 1 from family as f) as heirs,
    array(
        select a.attname::text
        from pg_catalog.pg_index as i
        cross join lateral pg_catalog.unnest(i.indkey::pg_catalog.int2[]) with ordinality as k (attnum, place)
        join pg_catalog.pg_attribute as a on a.attrelid = i.indrelid and a.attnum = k.attnum
        where i.indrelid = c.oid and i.indisprimary and k.place <= i.indnkeyatts
        order by k.place
    ) as primary_key,
    array(
        select distinct g.tgname::text
        from family as f
        join pg_catalog.pg_trigger as g on g.tgrelid = f.oid
        where not g.tgisinternal and g.tgenabled <> 'D' and g.tgtype::pg_catalog.int4 & 16 <> 0
        order by g.tgname::text
    ) as update_triggers
from named as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join pg_catalog.pg_roles as owner on owner.oid = c.relowner
order by c.oid
