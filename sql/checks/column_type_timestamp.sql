-- title: Columns of the type timestamp without time zone
-- dimension: schema
-- severity: info
-- since: 14
-- remedy: {statement}; where the values are not in UTC name their zone: it then rewrites the table
-- why: such a value is no instant: two servers, or one before and after a change of the clocks, read it otherwise
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as object,
    'of type timestamp without time zone: '
        || pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' order by a.attnum) as message,
    pg_catalog.count(*) as columns,
    -- in a session in UTC the server changes the type without touching a row, since PostgreSQL 12
    'set timezone = ''UTC''; alter table ' || pg_catalog.quote_ident(n.nspname) || '.'
        || pg_catalog.quote_ident(c.relname) || ' '
        || pg_catalog.string_agg(
            'alter column ' || pg_catalog.quote_ident(a.attname) || ' type timestamptz',
            ', ' order by a.attnum
        ) as statement
from pg_catalog.pg_attribute as a
join pg_catalog.pg_class as c on c.oid = a.attrelid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where a.atttypid = 'pg_catalog.timestamp'::regtype
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
