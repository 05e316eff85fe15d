-- fact: how big the database is, what it holds and since when its server runs; size_bytes is null where the login may
-- not connect to it
select
  case
    when pg_catalog.has_database_privilege(pg_catalog.current_database(), 'connect')
      then pg_catalog.pg_database_size(pg_catalog.current_database())
  end as size_bytes,
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
