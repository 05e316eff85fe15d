-- title: Columns of the type json
-- dimension: schema
-- severity: info
-- since: 14
-- remedy: {statement}; it rewrites the table, so plan a window; jsonb keeps no order and no duplicate keys
-- why: json has no equality and no index: distinct, group by and unique fail, and every access parses the text again
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as object,
    'of type json: ' || pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' order by a.attnum) as message,
    pg_catalog.count(*) as columns,
    'alter table ' || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) || ' '
        || pg_catalog.string_agg(
            'alter column ' || pg_catalog.quote_ident(a.attname) || ' type jsonb',
            ', ' order by a.attnum
        ) as statement
from pg_catalog.pg_attribute as a
join pg_catalog.pg_class as c on c.oid = a.attrelid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where a.atttypid = 'pg_catalog.json'::regtype
    and a.attnum > 0
    and not a.attisdropped
    and a.attinhcount = 0
    and c.relkind in ('r', 'p')
    and n.nspname !~ '^pg_'
    and n.nspname not in ('information_schema', 'opskit')
    and not exists (
        select from pg_catalog.pg_depend as d
        where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
    )
group by n.nspname, c.relname
order by object
