-- fact: schemas in publications, from 15 on
-- param: oids: oid[] of pg_publication_namespace
select
    r.oid::pg_catalog.int8 as oid, 0 as sub, 45 as place,
    'ALTER PUBLICATION ' || pg_catalog.quote_ident(p.pubname) || ' ADD TABLES IN SCHEMA '
        || pg_catalog.quote_ident(n.nspname) as statement,
    '' as trouble
from pg_catalog.pg_publication_namespace as r
join pg_catalog.pg_publication as p on p.oid = r.pnpubid
join pg_catalog.pg_namespace as n on n.oid = r.pnnspid
where r.oid = any (%(oids)s::pg_catalog.oid[])
order by r.oid
