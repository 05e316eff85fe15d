-- title: Tables that accept a row of nothing but NULLs
-- dimension: schema
-- severity: info
-- since: 14
-- remedy: alter table {object} add check (<column> is not null) not valid; validate it, then set not null
-- why: nothing tells a row from a mistake; such rows join with nothing and are counted all the same
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as object,
    'none of its ' || a.columns::text || ' columns must be filled' as message,
    a.columns,
    case when c.reltuples >= 0 then c.reltuples::bigint end as estimated_rows
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join (
    -- a column with a default, or one that is computed, is filled unless somebody insists
    select x.attrelid, pg_catalog.count(*) as columns
    from pg_catalog.pg_attribute as x
    left join pg_catalog.pg_type as t on t.oid = x.atttypid
    where x.attnum > 0 and not x.attisdropped
    group by x.attrelid
    having not pg_catalog.bool_or(x.attnotnull or x.atthasdef or t.typnotnull)
) as a on a.attrelid = c.oid
where c.relkind in ('r', 'p')
    and not c.relispartition
    and a.columns > 1
    and n.nspname !~ '^pg_'
    and n.nspname not in ('information_schema', 'opskit')
    -- a check may well demand one of several columns
    and not exists (select from pg_catalog.pg_constraint as k where k.conrelid = c.oid and k.contype = 'c')
    and not exists (
        select from pg_catalog.pg_depend as d
        where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
    )
order by object
