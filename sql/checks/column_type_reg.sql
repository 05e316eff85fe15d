-- title: Columns of types that pg_upgrade refuses
-- dimension: schema
-- severity: warning
-- since: 14
-- remedy: alter table {table_name} alter column {column_name} type text; it rewrites the table
-- why: they hold the oid of a function, an operator or a schema, which is another one after pg_upgrade: it stops there
with recursive holding (type, reg) as (
    -- the types of which pg_upgrade speaks, and those that contain them
    select t.oid, t.oid
    from pg_catalog.pg_type as t
    where t.typnamespace = 'pg_catalog'::regnamespace
        and t.typname in (
            'regcollation', 'regconfig', 'regdictionary', 'regnamespace',
            'regoper', 'regoperator', 'regproc', 'regprocedure'
        )
    union
    select u.type, h.reg
    from holding as h
    cross join lateral (
        select t.oid from pg_catalog.pg_type as t where t.typbasetype = h.type and t.typtype = 'd'
        union all
        select t.typarray from pg_catalog.pg_type as t where t.oid = h.type and t.typarray <> 0
        union all
        select r.rngtypid from pg_catalog.pg_range as r where r.rngsubtype = h.type
        union all
        select c.reltype
        from pg_catalog.pg_attribute as a
        join pg_catalog.pg_class as c on c.oid = a.attrelid and c.relkind = 'c'
        where a.atttypid = h.type and a.attnum > 0 and not a.attisdropped
    ) as u (type)
)
select distinct
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) || '.'
        || pg_catalog.quote_ident(a.attname) as object,
    'of type ' || pg_catalog.format_type(a.atttypid, a.atttypmod) || ', which holds an oid' as message,
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as table_name,
    pg_catalog.quote_ident(a.attname) as column_name
from holding as h
join pg_catalog.pg_attribute as a on a.atttypid = h.type and a.attnum > 0 and not a.attisdropped
join pg_catalog.pg_class as c on c.oid = a.attrelid and c.relkind in ('r', 'p', 'm')
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where a.attinhcount = 0
    and n.nspname !~ '^pg_'
    and n.nspname not in ('information_schema', 'opskit')
order by object
