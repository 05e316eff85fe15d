-- fact: whether opskit's own record is in this database
select
  pg_catalog.to_regclass('opskit.revision') is not null as revision,
  pg_catalog.to_regclass('opskit.statement') is not null as statement,
  exists (
    select from pg_catalog.pg_attribute as a
    where a.attrelid = pg_catalog.to_regclass('opskit.revision') and a.attname = 'objects_after'
  ) as objects_after,
  pg_catalog.to_regnamespace('opskit') is not null as schema
