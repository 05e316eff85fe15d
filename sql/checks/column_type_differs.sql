-- title: A column of another type than its namesakes
-- dimension: schema
-- severity: info
-- since: 14
-- param: min_tables = 5
-- source: fewer tables make no convention
-- param: min_pct = 80
-- source: four fifths of the namesakes agree: whoever differs is probably a slip, else the name is just common
-- remedy: alter table {table_name} alter column {column_name} type {usual_type}; it may rewrite the table
-- why: joins and unions over the two convert every row and may miss the index, and the narrower one overflows first
with columns as (
    select
        a.attname, a.attnum,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as table_name,
        pg_catalog.format_type(a.atttypid, null) as type,
        -- varchar is text with a length, timestamp and timestamptz have a check of their own
        case a.atttypid when 'varchar'::regtype then 'text'::regtype::oid when 'timestamp'::regtype
            then 'timestamptz'::regtype::oid else a.atttypid end as compared
    from pg_catalog.pg_attribute as a
    join pg_catalog.pg_class as c on c.oid = a.attrelid
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p')
        and not c.relispartition
        and a.attnum > 0
        and not a.attisdropped
        and a.attinhcount = 0
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
        and not exists (
            select from pg_catalog.pg_depend as d
            where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
        )
), types as (
    select
        x.attname, x.compared, pg_catalog.min(x.type) as type, pg_catalog.count(*) as tables,
        pg_catalog.sum(pg_catalog.count(*)) over (partition by x.attname) as all_tables
    from columns as x
    group by x.attname, x.compared
), usual as (
    select distinct on (t.attname) t.*
    from types as t
    where t.all_tables >= %(min_tables)s::bigint
        and 100 * t.tables >= %(min_pct)s::numeric * t.all_tables
        and t.tables < t.all_tables
    order by t.attname, t.tables desc, t.type
)
select
    x.table_name || '.' || pg_catalog.quote_ident(x.attname) as object,
    x.type || ', while ' || u.tables::text || ' of ' || u.all_tables::text || ' columns of that name are ' || u.type
        as message,
    x.table_name,
    pg_catalog.quote_ident(x.attname) as column_name,
    u.type as usual_type
from columns as x
join usual as u on u.attname = x.attname and u.compared <> x.compared
order by object
