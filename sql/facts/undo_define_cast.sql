-- fact: casts; what a type brings with it is not listed
-- param: oids: oid[] of casts
select
    k.oid::pg_catalog.int8 as oid, 0 as sub, 0 as place,
    pg_catalog.concat_ws(' ',
        'CREATE CAST (' || pg_catalog.format_type(k.castsource, null) || ' AS ' || pg_catalog.format_type(k.casttarget, null) || ')',
        case k.castmethod
            when 'f' then 'WITH FUNCTION ' || k.castfunc::pg_catalog.regprocedure::text
            when 'i' then 'WITH INOUT' else 'WITHOUT FUNCTION'
        end,
        case k.castcontext when 'a' then 'AS ASSIGNMENT' when 'i' then 'AS IMPLICIT' end
    ) as statement,
    '' as trouble
from pg_catalog.pg_cast as k
where
    k.oid = any (%(oids)s::pg_catalog.oid[])
    and not exists (
        select from pg_catalog.pg_depend as d
        where d.classid = 'pg_catalog.pg_cast'::pg_catalog.regclass and d.objid = k.oid and d.deptype = 'i'
    )
order by k.oid
