-- fact: the relations with storage that the facts bloat_tables and bloat_btrees leave out, for there is no estimate
-- kind is index, table or materialized view; access_method as in pg_am.
-- pending_limit: bytes a GIN index may keep in its pending list, null for other methods.
-- is_locked: somebody holds or awaits ACCESS EXCLUSIVE, behind which a look at the file would wait; the size is then
-- that of the last vacuum or analyze. It may come between: read it with a lock_timeout.
with
locked as materialized (
    select l.relation
    from pg_catalog.pg_locks as l
    where
        l.locktype = 'relation'
        and l.mode = 'AccessExclusiveLock'
        and l.pid is distinct from pg_catalog.pg_backend_pid()
        and l.database = (select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database())
)
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as qualified_name,
    case c.relkind when 'i' then 'index' when 'm' then 'materialized view' else 'table' end as kind,
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(t.relname) as table_name,
    a.amname::text as access_method,
    c.oid::bigint as relid,
    t.oid::bigint as table_relid,
    pg_catalog.current_setting('block_size')::integer as block_size,
    case when c.oid in (select l.relation from locked as l)
        then c.relpages * pg_catalog.current_setting('block_size')::bigint
        else coalesce(pg_catalog.pg_relation_size(c.oid), 0) end as size_bytes,
    case when a.amname = 'gin' then coalesce(
        (select o.option_value::bigint from pg_catalog.pg_options_to_table(c.reloptions) as o
        where o.option_name = 'gin_pending_list_limit'),
        (select s.setting::bigint from pg_catalog.pg_settings as s where s.name = 'gin_pending_list_limit')
    ) * 1024 end as pending_limit,
    c.oid in (select l.relation from locked as l) as is_locked
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join pg_catalog.pg_am as a on a.oid = c.relam
left join pg_catalog.pg_index as i on i.indexrelid = c.oid
left join pg_catalog.pg_class as t on t.oid = i.indrelid
where
    c.relkind in ('r', 'm', 'i')
    and a.amname <> case c.relkind when 'i' then 'btree' else 'heap' end
    and n.nspname not in ('information_schema', 'opskit')
    and not pg_catalog.starts_with(n.nspname, 'pg_')
order by n.nspname collate "C", c.relname collate "C"
