-- title: Large tables that autovacuum comes to late
-- dimension: configuration
-- severity: warning
-- since: 14
-- param: max_dead = 10000000
-- source: a fifth, the default, of 50 million rows; each vacuum then has hours of work, and scans read the dead rows
-- remedy: {statement}
-- why: by default a fifth of the table may be dead before anything happens, however large the table is
with judged as (
    select
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as object,
        c.relkind,
        c.reltuples,
        coalesce(o.scale_factor, pg_catalog.current_setting('autovacuum_vacuum_scale_factor')::float8) as scale_factor,
        least(
            coalesce(o.threshold, pg_catalog.current_setting('autovacuum_vacuum_threshold')::float8)
            + c.reltuples
            * coalesce(o.scale_factor, pg_catalog.current_setting('autovacuum_vacuum_scale_factor')::float8),
            -- PostgreSQL 18 and later; -1 means none
            nullif(
                coalesce(
                    o.most, pg_catalog.current_setting('autovacuum_vacuum_max_threshold', true)::float8
                ), -1
            )
        ) as allowed
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    cross join lateral (
        select
            pg_catalog.max(r.option_value) filter (where r.option_name = 'autovacuum_vacuum_threshold')::float8
                as threshold,
            pg_catalog.max(r.option_value) filter (where r.option_name = 'autovacuum_vacuum_scale_factor')::float8
                as scale_factor,
            pg_catalog.max(r.option_value) filter (where r.option_name = 'autovacuum_vacuum_max_threshold')::float8
                as most
        from pg_catalog.pg_options_to_table(c.reloptions) as r
    ) as o
    where c.relkind in ('r', 'm')
        and c.relpersistence <> 't'
        and c.reltuples >= %(max_dead)s::float8
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
)
select
    j.object,
    j.allowed::bigint::text || ' rows may die before autovacuum comes, of ' || j.reltuples::bigint::text as message,
    j.allowed::bigint as allowed_rows,
    j.reltuples::bigint as estimated_rows,
    j.scale_factor,
    case j.relkind when 'm' then 'alter materialized view ' else 'alter table ' end || j.object
        || ' set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = '
        || greatest(1, least(1000000, %(max_dead)s::bigint / 10))::text || ')' as statement
from judged as j
where j.allowed > %(max_dead)s::float8
order by object
