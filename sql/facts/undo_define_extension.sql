-- fact: extensions, which bring their members with them
-- param: oids: oid[] of extensions
select
    e.oid::pg_catalog.int8 as oid, 0 as sub, 0 as place,
    'CREATE EXTENSION ' || pg_catalog.quote_ident(e.extname) || ' SCHEMA ' || pg_catalog.quote_ident(n.nspname)
        || ' VERSION ' || pg_catalog.quote_literal(e.extversion) as statement,
    case
        when e.extconfig is not null
            then 'tables of extension ' || e.extname || ' hold rows that would be lost: take them from a backup'
        else ''
    end as trouble
from pg_catalog.pg_extension as e
join pg_catalog.pg_namespace as n on n.oid = e.extnamespace
where e.oid = any (%(oids)s::pg_catalog.oid[])
order by e.extname collate "C"
