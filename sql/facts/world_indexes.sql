-- fact: the indexes of every table of users: their keys, and every column they read
select
    x.indexrelid as oid,
    x.indrelid as relation,
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as name,
    x.indisunique as is_unique,
    x.indisvalid as valid,
    x.indisreplident as replica_identity,
    m.amname::text as method,
    x.indpred is not null as partial,
    x.indexprs is not null as expressions,
    c.relkind = 'I' as partitioned,
    coalesce(s.spcname::text, '') as tablespace,
    coalesce(k.conname::text, '') as constraint_name,
    pg_catalog.pg_get_indexdef(x.indexrelid) as definition,
    array(
        select coalesce(a.attname::text, '')
        from pg_catalog.generate_series(0, x.indnkeyatts - 1) as p (nr)
        left join pg_catalog.pg_attribute as a on a.attrelid = x.indrelid and a.attnum = x.indkey[p.nr]
        order by p.nr
    ) as columns,
    array(
        select o.opcname::text
        from pg_catalog.generate_series(0, x.indnkeyatts - 1) as p (nr)
        join pg_catalog.pg_opclass as o on o.oid = x.indclass[p.nr]
        order by p.nr
    ) as opclasses,
    array(
        select a.attname::text
        from pg_catalog.pg_attribute as a
        where a.attrelid = x.indrelid and a.attnum = any (x.indkey::smallint[]) and a.attnum > 0
        union
        select a.attname::text
        from pg_catalog.pg_depend as d
        join pg_catalog.pg_attribute as a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
        where
            (x.indpred is not null or x.indexprs is not null)
            and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
            and d.objid = x.indexrelid
            and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
            and d.refobjid = x.indrelid
            and d.refobjsubid > 0
        order by 1
    ) as uses
from pg_catalog.pg_index as x
join pg_catalog.pg_class as c on c.oid = x.indexrelid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join pg_catalog.pg_am as m on m.oid = c.relam
left join pg_catalog.pg_tablespace as s on s.oid = c.reltablespace
left join pg_catalog.pg_constraint as k on k.conindid = x.indexrelid and k.contype in ('p', 'u', 'x')
where
    n.nspname <> 'information_schema'
    and not pg_catalog.starts_with(n.nspname, 'pg_')
order by x.indrelid, c.relname collate "C"
