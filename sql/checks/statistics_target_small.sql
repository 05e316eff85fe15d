-- title: Very large tables with the default statistics target
-- dimension: queries
-- severity: info
-- since: 14
-- param: min_rows = 100000000
-- source: 100 million rows, of which ANALYZE reads 30,000 by default: one in three thousand
-- param: max_target = 100
-- source: PostgreSQL, default_statistics_target: 100; larger tables may need more
-- remedy: {statement}
-- why: from so small a sample the planner misjudges how often a value occurs, and how many values there are
with columns as (
    -- the first columns of indexes are those that conditions are about
    select distinct
        i.indrelid,
        a.attname
    from pg_catalog.pg_index as i
    join pg_catalog.pg_class as l on l.oid = i.indrelid and l.reltuples >= %(min_rows)s::float8
    join pg_catalog.pg_attribute as a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
    -- without a target of its own: -1, from PostgreSQL 17 on NULL; a unique column needs none
    where coalesce(a.attstattarget, -1) = -1
        and not exists (
            select from pg_catalog.pg_index as u
            where u.indrelid = i.indrelid and u.indisunique and u.indpred is null
                and u.indnkeyatts = 1 and u.indkey[0] = a.attnum
        )
)
select
    t.name as object,
    c.reltuples::bigint::text || ' rows, of which ANALYZE reads '
        || (300 * s.setting::bigint)::text as message,
    c.reltuples::bigint as estimated_rows,
    s.setting::integer as default_statistics_target,
    pg_catalog.count(*) as columns,
    pg_catalog.string_agg(
        'alter table ' || t.name || ' alter column ' || pg_catalog.quote_ident(k.attname) || ' set statistics 1000',
        '; ' order by k.attname
    ) || '; analyze ' || t.name as statement
from columns as k
join pg_catalog.pg_class as c on c.oid = k.indrelid and c.relkind in ('r', 'p', 'm') and not c.relispartition
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join pg_catalog.pg_settings as s on s.name = 'default_statistics_target'
cross join lateral (
    select pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as name
) as t
where s.setting::integer <= %(max_target)s::integer
    and n.nspname !~ '^pg_'
    and n.nspname not in ('information_schema', 'opskit')
    and not exists (
        select from pg_catalog.pg_depend as d
        where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
    )
group by t.name, c.reltuples, s.setting
order by object
