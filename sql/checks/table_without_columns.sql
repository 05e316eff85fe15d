-- title: Tables with no column, or one that is no key
-- dimension: schema
-- severity: info
-- since: 14
-- remedy: drop table {object}, if nobody needs it; else alter table {object} add primary key (<column>)
-- why: usually what is left of an experiment or of an import; two equal rows cannot be told apart
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as object,
    case a.columns when 0 then 'has no column' else 'has one column, which may repeat itself' end as message,
    a.columns,
    case when c.reltuples >= 0 then c.reltuples::bigint end as estimated_rows
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join (
    select r.oid, pg_catalog.count(x.attnum) as columns
    from pg_catalog.pg_class as r
    left join pg_catalog.pg_attribute as x on x.attrelid = r.oid and x.attnum > 0 and not x.attisdropped
    where r.relkind in ('r', 'p')
    group by r.oid
    having pg_catalog.count(x.attnum) < 2
) as a on a.oid = c.oid
where not c.relispartition
    and n.nspname !~ '^pg_'
    and n.nspname not in ('information_schema', 'opskit')
    and not exists (select from pg_catalog.pg_index as i where i.indrelid = c.oid and i.indisunique)
    and not exists (select from pg_catalog.pg_inherits as h where h.inhparent = c.oid)
    and not exists (
        select from pg_catalog.pg_depend as d
        where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
    )
order by object
