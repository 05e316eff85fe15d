-- fact: tables in publications
-- param: oids: oid[] of pg_publication_rel
select
    r.oid::pg_catalog.int8 as oid, 0 as sub, 45 as place,
    'ALTER PUBLICATION ' || pg_catalog.quote_ident(p.pubname) || ' ADD TABLE ONLY '
        || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as statement,
    '' as trouble
from pg_catalog.pg_publication_rel as r
join pg_catalog.pg_publication as p on p.oid = r.prpubid
join pg_catalog.pg_class as c on c.oid = r.prrelid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where r.oid = any (%(oids)s::pg_catalog.oid[])
order by r.oid
