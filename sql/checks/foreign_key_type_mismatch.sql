-- title: Foreign key columns of another type than the key they refer to
-- dimension: schema
-- severity: warning
-- since: 14
-- remedy: alter table {table_name} {change}; it rewrites the table, so plan a window
-- why: the narrower side overflows first, and joins over the two may have to convert every row
with recursive base (type, basetype) as (
    -- varchar is text with a length: comparing the two costs nothing
    select t.oid, case t.oid when 'varchar'::regtype then 'text'::regtype::oid else t.oid end
    from pg_catalog.pg_type as t
    where t.typtype <> 'd'
    union all
    select t.oid, b.basetype
    from base as b
    join pg_catalog.pg_type as t on t.typbasetype = b.type and t.typtype = 'd'
)
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname)
        || '.' || pg_catalog.quote_ident(k.conname) as object,
    pg_catalog.string_agg(
        a.attname || ' is ' || pg_catalog.format_type(a.atttypid, a.atttypmod) || ', the referenced ' || fa.attname
            || ' is ' || pg_catalog.format_type(fa.atttypid, fa.atttypmod),
        '; ' order by u.position
    ) as message,
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as table_name,
    pg_catalog.string_agg(
        'alter column ' || pg_catalog.quote_ident(a.attname)
            || ' type ' || pg_catalog.format_type(fa.atttypid, fa.atttypmod),
        ', ' order by u.position
    ) as change
from pg_catalog.pg_constraint as k
join pg_catalog.pg_class as c on c.oid = k.conrelid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
cross join lateral pg_catalog.unnest(k.conkey) with ordinality as u (attnum, position)
join pg_catalog.pg_attribute as a on a.attrelid = k.conrelid and a.attnum = u.attnum
join pg_catalog.pg_attribute as fa on fa.attrelid = k.confrelid and fa.attnum = k.confkey[u.position]
join base as b on b.type = a.atttypid
join base as fb on fb.type = fa.atttypid
where k.contype = 'f'
    and k.conparentid = 0
    and b.basetype <> fb.basetype
    and n.nspname !~ '^pg_'
    and n.nspname not in ('information_schema', 'opskit')
group by n.nspname, c.relname, k.conname
order by object
