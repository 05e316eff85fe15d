-- fact: the relations with storage that the facts bloat_tables and bloat_btrees leave out, for there is no estimate
-- kind is index, table or materialized view; access_method as in pg_am.
-- It waits behind an ACCESS EXCLUSIVE lock on such a relation: read it with a lock_timeout.
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as qualified_name,
    case c.relkind when 'i' then 'index' when 'm' then 'materialized view' else 'table' end as kind,
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(t.relname) as table_name,
    a.amname::text as access_method,
    pg_catalog.pg_relation_size(c.oid) as size_bytes
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
