-- fact: the tables that INHERITS makes again as they are: inherited columns first, in the order of the parents
-- param: oids: oid[] of relations
with
inherited as (
    select a.attrelid, a.attnum, a.attislocal, a.attidentity,
        (
            select min(array[i.inhseqno, p.attnum::pg_catalog.int4])
            from pg_catalog.pg_inherits as i
            join pg_catalog.pg_attribute as p on p.attrelid = i.inhparent and p.attname = a.attname and p.attnum > 0
            where i.inhrelid = a.attrelid
        ) as rank
    from pg_catalog.pg_attribute as a
    join pg_catalog.pg_class as c on c.oid = a.attrelid and not c.relispartition
    where a.attrelid = any (%(oids)s::pg_catalog.oid[]) and a.attnum > 0 and not a.attisdropped
        and exists (select from pg_catalog.pg_inherits as i where i.inhrelid = a.attrelid)
)
select i.attrelid::pg_catalog.int8 as oid
from inherited as i
group by i.attrelid
having
    pg_catalog.array_agg(i.attnum order by i.attnum)
        = pg_catalog.array_agg(i.attnum order by i.rank nulls last, i.attnum)
    and not pg_catalog.bool_or(not i.attislocal and i.attidentity <> '')
order by i.attrelid
