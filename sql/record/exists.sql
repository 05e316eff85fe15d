-- fact: whether opskit's own record is in this database
select
  pg_catalog.to_regclass('opskit.revision') is not null as revision,
  pg_catalog.to_regclass('opskit.statement') is not null as statement,
  pg_catalog.to_regnamespace('opskit') is not null as schema
