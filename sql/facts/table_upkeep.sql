-- fact: what decides how a table can be made smaller
-- dead_rows and live_rows are running counts, 0 where they never counted. hot_share: of the row versions that died, those
-- which no index entry points to (HOT updates), 0 to 1. repackable: it has a valid unique index over
-- columns that are not null, which pg_repack asks for.
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as qualified_name,
    coalesce(s.n_dead_tup, 0) as dead_rows,
    coalesce(s.n_live_tup, 0) as live_rows,
    coalesce(s.n_tup_hot_upd::float8 / nullif(s.n_tup_upd + s.n_tup_del, 0), 0) as hot_share,
    exists (
        select from pg_catalog.pg_index as i
        where
            i.indrelid = c.oid
            and i.indisunique
            and i.indisvalid
            and i.indimmediate
            and i.indpred is null
            and i.indexprs is null
            and not exists (
                select from pg_catalog.pg_attribute as a
                where a.attrelid = c.oid and a.attnum = any (i.indkey) and not a.attnotnull
            )
    ) as repackable
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
left join pg_catalog.pg_stat_all_tables as s on s.relid = c.oid
where
    c.relkind in ('r', 'm')
    and n.nspname not in ('information_schema', 'opskit')
    and not pg_catalog.starts_with(n.nspname, 'pg_')
order by n.nspname collate "C", c.relname collate "C"
