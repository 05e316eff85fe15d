-- title: Tables without a primary key or its equivalent
-- dimension: schema
-- severity: warning
-- since: 14
-- remedy: alter table {object} add primary key (<columns that are unique and not null>)
-- why: a row that cannot be addressed cannot be replicated, repacked or de-duplicated
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as object,
    'no primary key, and no unique index over columns that are not null' as message,
    case when c.reltuples >= 0 then c.reltuples::bigint end as estimated_rows
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where c.relkind in ('r', 'p')
    and not c.relispartition
    and n.nspname !~ '^pg_'
    and n.nspname not in ('information_schema', 'opskit')
    and not exists (
        select from pg_catalog.pg_depend as d
        where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
    )
    and not exists (
        select from pg_catalog.pg_index as i
        where i.indrelid = c.oid
            and i.indisunique and i.indisvalid and i.indimmediate
            and i.indpred is null and i.indexprs is null
            and not exists (
                select from pg_catalog.pg_attribute as a
                where a.attrelid = c.oid
                    and a.attnum = any ((i.indkey::int2[])[0:i.indnkeyatts - 1])
                    and not a.attnotnull
            )
    )
order by object
