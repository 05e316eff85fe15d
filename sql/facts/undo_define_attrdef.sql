-- fact: the defaults of columns that are not generated
-- param: oids: oid[] of pg_attrdef
-- param: column_oids: oid[] of relations, column_subs: int2[] of columns that undo_define_class_column says
select
    d.oid::pg_catalog.int8 as oid, 0 as sub, 0 as place,
    'ALTER ' || case c.relkind when 'v' then 'VIEW ' when 'f' then 'FOREIGN TABLE ONLY ' else 'TABLE ONLY ' end
        || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname)
        || ' ALTER COLUMN ' || pg_catalog.quote_ident(a.attname)
        || ' SET DEFAULT ' || pg_catalog.pg_get_expr(d.adbin, d.adrelid) as statement,
    '' as trouble
from pg_catalog.pg_attrdef as d
join pg_catalog.pg_class as c on c.oid = d.adrelid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join pg_catalog.pg_attribute as a on a.attrelid = d.adrelid and a.attnum = d.adnum and a.attgenerated = ''
where
    d.oid = any (%(oids)s::pg_catalog.oid[])
    and not exists (
        select
        from rows from (
            pg_catalog.unnest(%(column_oids)s::pg_catalog.oid[]),
            pg_catalog.unnest(%(column_subs)s::pg_catalog.int2[])
        ) as w (oid, sub)
        where w.oid = d.adrelid and w.sub = d.adnum
    )
order by d.oid
