-- fact: how big the database is, how many tables and indexes it holds, and since when its server runs
-- Partitions count with their parents; temporary tables, the catalog and opskit's own record do not count.
select
  pg_catalog.pg_database_size(pg_catalog.current_database()) as size_bytes,
  (
    select count(*)::integer from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence <> 't'
      and n.nspname not in ('pg_catalog', 'information_schema', 'opskit')
  ) as tables,
  (
    select count(*)::integer from pg_catalog.pg_index as i
    join pg_catalog.pg_class as c on c.oid = i.indrelid
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence <> 't'
      and n.nspname not in ('pg_catalog', 'information_schema', 'opskit')
  ) as indexes,
  pg_catalog.pg_postmaster_start_time() as started_at
