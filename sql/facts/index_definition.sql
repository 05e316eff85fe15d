-- fact: one index as a statement that drops it sees it, by its quoted, perhaps qualified name
-- A part of index_state, in a tenth of the time: a rollback asks it of each index, four times.
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as qualified_name,
    pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname) as table_name,
    pg_catalog.pg_get_indexdef(i.indexrelid) as definition,
    c.relkind = 'I' as is_partitioned,
    i.indisvalid as is_valid,
    (
        select k.conname::text from pg_catalog.pg_constraint as k
        where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x')
    ) as constraint_name
from pg_catalog.pg_index as i
join pg_catalog.pg_class as c on c.oid = i.indexrelid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join pg_catalog.pg_class as t on t.oid = i.indrelid
join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
where i.indexrelid = pg_catalog.to_regclass(%(name)s)
