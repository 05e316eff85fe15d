-- fact: how a value of a new type of a column can be said as one of its old type
-- param: old: the oid of the old type; new: text, the new type as the statement names it, without modifiers
-- No row where the new type is not there yet. old_base and new_base are what a domain is over; strings: every value can be
-- stored as the old type without a word; labels: both are enums; casts and assigns: a cast leads back, or an assignment, by a pg_cast, by being
-- the same below domains or arrays, or through text.
with recursive under (which, oid, level) as (
    select 'old', %(old)s::pg_catalog.oid, 0
    union all
    select 'new', pg_catalog.to_regtype(%(new)s)::pg_catalog.oid, 0
    union all
    select u.which, case when t.typtype = 'd' then t.typbasetype else t.typelem end, u.level + 1
    from under as u
    join pg_catalog.pg_type as t on t.oid = u.oid
    where t.typtype = 'd' or (t.typcategory = 'A' and t.typelem <> 0)
),
pair as (
    select x.oid as new, y.oid as old from under as x join under as y on x.which = 'new' and y.which = 'old'
),
way as (
    select 'i' as context from pair as p where p.new = p.old
    union all
    select c.castcontext::text from pair as p join pg_catalog.pg_cast as c on c.castsource = p.new and c.casttarget = p.old
    union all
    select case when t.oid = p.old then 'a' else 'e' end
    from pair as p
    join pg_catalog.pg_type as t on t.oid in (p.new, p.old) and t.typcategory = 'S'
)
select
    pg_catalog.format_type(n.oid, null) as new,
    pg_catalog.format_type(coalesce((
        select pg_catalog.min(t.typbasetype) from pg_catalog.pg_type as t where t.oid = n.oid and t.typtype = 'd'
    ), n.oid), null) as new_base,
    pg_catalog.format_type(coalesce((
        select pg_catalog.min(t.typbasetype) from pg_catalog.pg_type as t where t.oid = o.oid and t.typtype = 'd'
    ), o.oid), null) as old_base,
    o.typcategory in ('S', 'V') and o.typtype = 'b' as strings,
    pg_catalog.current_setting('TimeZone') as zone,
    o.typtype = 'e' and n.typtype = 'e' as labels,
    exists (select from way as w) or o.typtype = 'e' and n.typtype = 'e' as casts,
    exists (select from way as w where w.context in ('i', 'a')) as assigns
from pg_catalog.pg_type as o
join pg_catalog.pg_type as n on n.oid = pg_catalog.to_regtype(%(new)s)::pg_catalog.oid
where o.oid = %(old)s::pg_catalog.oid
