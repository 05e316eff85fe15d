-- fact: the columns of a table
-- param: relation: text, the table's name as name or schema.name, quoted where SQL asks for it
-- not_null is true only where the rows are known to comply; not_null_constraint (18) names the constraint that says so,
-- validated or not. sequence is the one the column owns, as serial and identity columns do.
select
    a.attname::text as name,
    pg_catalog.format_type(a.atttypid, a.atttypmod) as type,
    a.attnotnull and coalesce(nn.convalidated, true) as not_null,
    coalesce(nn.conname::text, '') as not_null_constraint,
    coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid), '') as default_expression,
    a.attidentity::text as identity,
    a.attgenerated::text as generated,
    coalesce((
        select pg_catalog.quote_ident(sn.nspname) || '.' || pg_catalog.quote_ident(s.relname)
        from pg_catalog.pg_depend as p
        join pg_catalog.pg_class as s on s.oid = p.objid and s.relkind = 'S'
        join pg_catalog.pg_namespace as sn on sn.oid = s.relnamespace
        where
            p.classid = 'pg_catalog.pg_class'::regclass and p.refclassid = 'pg_catalog.pg_class'::regclass
            and p.refobjid = a.attrelid and p.refobjsubid = a.attnum and p.deptype in ('a', 'i')
        order by s.oid
        limit 1
    ), '') as sequence
from pg_catalog.pg_attribute as a
left join pg_catalog.pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
left join pg_catalog.pg_constraint as nn on nn.conrelid = a.attrelid and nn.contype = 'n' and nn.conkey[1] = a.attnum
where a.attrelid = pg_catalog.to_regclass(%(relation)s) and a.attnum > 0 and not a.attisdropped
order by a.attnum
