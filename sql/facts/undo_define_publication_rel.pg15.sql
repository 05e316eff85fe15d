-- fact: tables in publications, with their columns and rows
-- param: oids: oid[] of pg_publication_rel
select
    r.oid::pg_catalog.int8 as oid, 0 as sub, 45 as place,
    pg_catalog.concat_ws(' ',
        'ALTER PUBLICATION', pg_catalog.quote_ident(p.pubname), 'ADD TABLE ONLY',
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname),
        '(' || (
            select pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' order by k.place)
            from pg_catalog.unnest(r.prattrs::pg_catalog.int2[]) with ordinality as k (attnum, place)
            join pg_catalog.pg_attribute as a on a.attrelid = r.prrelid and a.attnum = k.attnum
        ) || ')',
        'WHERE (' || pg_catalog.pg_get_expr(r.prqual, r.prrelid) || ')'
    ) as statement,
    '' as trouble
from pg_catalog.pg_publication_rel as r
join pg_catalog.pg_publication as p on p.oid = r.prpubid
join pg_catalog.pg_class as c on c.oid = r.prrelid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where r.oid = any (%(oids)s::pg_catalog.oid[])
order by r.oid
