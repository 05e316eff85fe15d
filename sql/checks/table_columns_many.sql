-- title: Tables with very many columns
-- dimension: schema
-- severity: info
-- since: 14
-- param: many = 150
-- source: a judgement: rows of that many columns hardly fit a page, and every reader copies most of them for nothing
-- param: used_pct = 75
-- source: 75 percent of the 1,600 columns a table may ever have (PostgreSQL, Appendix K); dropped ones count
-- remedy: move rarely used columns to a table of their own; dropped ones only go when {object} is created anew
-- why: past the limit no column can be added any more, and long before every row costs more than it needs
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as object,
    a.columns::text || ' columns' || case when a.dropped > 0 then ', and ' || a.dropped::text
        || ' dropped ones that still count towards 1,600' else '' end as message,
    case when (a.columns + a.dropped) * 100 >= %(used_pct)s::numeric * 1600 then 'warning' else 'info' end as severity,
    a.columns,
    a.dropped as dropped_columns
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join (
    select
        x.attrelid,
        pg_catalog.count(*) filter (where not x.attisdropped) as columns,
        pg_catalog.count(*) filter (where x.attisdropped) as dropped
    from pg_catalog.pg_attribute as x
    where x.attnum > 0
    group by x.attrelid
) as a on a.attrelid = c.oid
where c.relkind in ('r', 'p')
    and not c.relispartition
    and (a.columns >= %(many)s::bigint or (a.columns + a.dropped) * 100 >= %(used_pct)s::numeric * 1600)
    and n.nspname !~ '^pg_'
    and n.nspname not in ('information_schema', 'opskit')
    and not exists (
        select from pg_catalog.pg_depend as d
        where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
    )
order by object
