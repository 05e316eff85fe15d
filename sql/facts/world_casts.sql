-- fact: between which types an assignment casts, and where the value stays as it is (binary coercible)
select
    pg_catalog.format_type(c.castsource, null) as source,
    pg_catalog.format_type(c.casttarget, null) as target,
    c.castmethod = 'b' as binary
from pg_catalog.pg_cast as c
where c.castcontext in ('i', 'a')
order by c.castsource, c.casttarget
