-- fact: schemas
-- param: oids: oid[] of schemas
select
    n.oid::pg_catalog.int8 as oid, 0 as sub, 0 as place,
    'CREATE SCHEMA ' || pg_catalog.quote_ident(n.nspname) as statement,
    '' as trouble
from pg_catalog.pg_namespace as n
where n.oid = any (%(oids)s::pg_catalog.oid[])
order by n.nspname collate "C"
