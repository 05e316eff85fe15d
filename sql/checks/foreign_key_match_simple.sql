-- title: Foreign keys that a half-filled row slips through
-- dimension: schema
-- severity: info
-- since: 14
-- remedy: {statement}
-- why: with MATCH SIMPLE one NULL among the columns is enough, and the others may say anything
with loose as (
    -- One column that may be NULL is an optional reference. From two on a row can be half filled.
    select
        k.conname,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as table_name,
        l.columns,
        l.number
    from pg_catalog.pg_constraint as k
    join pg_catalog.pg_class as c on c.oid = k.conrelid
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    cross join lateral (
        select
            pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' order by u.position) as columns,
            pg_catalog.array_agg(u.attnum) as attnums,
            pg_catalog.count(*) as number
        from pg_catalog.unnest(k.conkey) with ordinality as u (attnum, position)
        join pg_catalog.pg_attribute as a on a.attrelid = k.conrelid and a.attnum = u.attnum
        where not a.attnotnull
    ) as l
    where k.contype = 'f'
        and k.confmatchtype = 's'
        and k.conparentid = 0
        and l.number > 1
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
        -- a check over all of these columns is taken for the rule that is missing here
        and not exists (
            select from pg_catalog.pg_constraint as h
            where h.conrelid = k.conrelid and h.contype = 'c' and h.conkey @> l.attnums
        )
)
select
    l.table_name || '.' || pg_catalog.quote_ident(l.conname) as object,
    'not checked as soon as one of ' || l.columns || ' is NULL' as message,
    l.table_name,
    l.columns,
    'alter table ' || l.table_name || ' add check (pg_catalog.num_nulls(' || l.columns || ') in (0, '
        || l.number::text || ')) not valid; then validate it' as statement
from loose as l
order by object
