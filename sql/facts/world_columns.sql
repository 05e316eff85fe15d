-- fact: the columns of every relation of users, in their order
-- collation is that of the column where it is not its type's own; sequence is one that the column owns.
select
    a.attrelid as relation,
    a.attname::text as name,
    pg_catalog.format_type(a.atttypid, a.atttypmod) as type,
    a.attnotnull as not_null,
    coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid), '') as default_text,
    a.attgenerated::text as generated,
    a.attidentity::text as identity,
    a.attinhcount > 0 as inherited,
    case when a.attcollation <> t.typcollation then a.attcollation::regcollation::text else '' end as collation,
    coalesce(s.name, '') as sequence
from pg_catalog.pg_attribute as a
join pg_catalog.pg_class as c on c.oid = a.attrelid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join pg_catalog.pg_type as t on t.oid = a.atttypid
left join pg_catalog.pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
left join (
    select p.refobjid, p.refobjsubid,
        min(pg_catalog.quote_ident(sn.nspname) || '.' || pg_catalog.quote_ident(sc.relname)) as name
    from pg_catalog.pg_depend as p
    join pg_catalog.pg_class as sc on sc.oid = p.objid and sc.relkind = 'S'
    join pg_catalog.pg_namespace as sn on sn.oid = sc.relnamespace
    where
        p.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
        and p.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
        and p.deptype in ('a', 'i')
    group by p.refobjid, p.refobjsubid
) as s on s.refobjid = a.attrelid and s.refobjsubid = a.attnum
where
    a.attnum > 0
    and not a.attisdropped
    and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c')
    and n.nspname <> 'information_schema'
    and not pg_catalog.starts_with(n.nspname, 'pg_')
order by a.attrelid, a.attnum
