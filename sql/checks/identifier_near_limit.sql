-- title: Names as long as a name can be
-- dimension: schema
-- severity: info
-- since: 14
-- param: margin_bytes = 0
-- source: PostgreSQL, NAMEDATALEN: a longer name is cut to max_identifier_length bytes with no more than a notice
-- remedy: give {object} a shorter name
-- why: the name was probably cut; the next one with the same beginning is taken for this one by IF NOT EXISTS
with names as (
    select
        c.relnamespace as nsp, null::name as parent, c.relname as name, c.oid, 'pg_catalog.pg_class'::regclass as class,
        case c.relkind when 'i' then 'index' when 'I' then 'index' when 'S' then 'sequence' when 'v' then 'view'
            when 'm' then 'materialized view' else 'table' end as kind
    from pg_catalog.pg_class as c
    where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S', 'i', 'I')
    union all
    select c.relnamespace, c.relname, a.attname, c.oid, 'pg_catalog.pg_class'::regclass, 'column'
    from pg_catalog.pg_attribute as a
    join pg_catalog.pg_class as c on c.oid = a.attrelid
    where c.relkind in ('r', 'p', 'v', 'm', 'f') and a.attnum > 0 and not a.attisdropped
    union all
    -- primary, unique and exclusion constraints bear the name of their index; not-null ones are named by the server
    select k.connamespace, c.relname, k.conname, c.oid, 'pg_catalog.pg_class'::regclass, 'constraint'
    from pg_catalog.pg_constraint as k
    join pg_catalog.pg_class as c on c.oid = k.conrelid
    where k.contype in ('c', 'f') and k.conparentid = 0
    union all
    select p.pronamespace, null, p.proname, p.oid, 'pg_catalog.pg_proc'::regclass, 'function'
    from pg_catalog.pg_proc as p
)
select distinct
    pg_catalog.concat_ws(
        '.', pg_catalog.quote_ident(n.nspname), pg_catalog.quote_ident(m.parent), pg_catalog.quote_ident(m.name)
    ) as object,
    m.kind || ' name of ' || pg_catalog.octet_length(m.name::text)::text || ' bytes; the limit is '
        || pg_catalog.current_setting('max_identifier_length') as message,
    m.kind,
    pg_catalog.octet_length(m.name::text) as bytes
from names as m
join pg_catalog.pg_namespace as n on n.oid = m.nsp
where pg_catalog.octet_length(m.name::text)
        >= pg_catalog.current_setting('max_identifier_length')::integer - %(margin_bytes)s::integer
    and n.nspname !~ '^pg_'
    and n.nspname not in ('information_schema', 'opskit')
    and not exists (
        select from pg_catalog.pg_depend as d where d.classid = m.class and d.objid = m.oid and d.deptype = 'e'
    )
order by object
