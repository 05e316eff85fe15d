-- fact: a column of a relation, and those that are dropped with it where it is inherited, or of tables of a type
-- param: oid: the relation; column: text, its name; heirs: boolean, false where the statement says ONLY
-- Its own first. A column that a table below has by itself, or from another parent too, stays there.
with recursive gone (oid, number, depth) as (
    select a.attrelid, a.attnum, 0
    from pg_catalog.pg_attribute as a
    where a.attrelid = %(oid)s::pg_catalog.oid and a.attname = %(column)s and a.attnum > 0 and not a.attisdropped
    union all
    select a.attrelid, a.attnum, g.depth + 1
    from gone as g
    cross join lateral (
        select i.inhrelid as oid from pg_catalog.pg_inherits as i where i.inhparent = g.oid
        union all
        select t.oid
        from pg_catalog.pg_class as t
        join pg_catalog.pg_class as c on c.oid = g.oid and c.relkind = 'c' and t.reloftype = c.reltype
    ) as below
    join pg_catalog.pg_class as c on c.oid = below.oid
    join pg_catalog.pg_attribute as a on a.attrelid = below.oid and a.attname = %(column)s and not a.attisdropped
    where %(heirs)s::boolean and (c.reloftype <> 0 or (a.attinhcount = 1 and not a.attislocal))
)
select
    'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid::pg_catalog.int8 as class,
    g.oid::pg_catalog.int8 as oid,
    g.number::pg_catalog.int4 as sub
from gone as g
order by g.depth, g.oid
