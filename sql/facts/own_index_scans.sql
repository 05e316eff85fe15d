-- fact: index scans that this session made and that the server's counters do not have yet
-- Read it twice in one transaction: nothing is told to the counters before its end.
select
    n.nspname::text as schema,
    c.relname::text as name,
    pg_catalog.pg_stat_get_xact_numscans(i.indexrelid) as scans
from pg_catalog.pg_index as i
join pg_catalog.pg_class as c on c.oid = i.indexrelid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where
    c.relkind = 'i'
    and n.nspname not in ('information_schema', 'opskit')
    and not pg_catalog.starts_with(n.nspname, 'pg_')
    and pg_catalog.pg_stat_get_xact_numscans(i.indexrelid) > 0
order by n.nspname collate "C", c.relname collate "C"
