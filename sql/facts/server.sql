-- fact: who answers, and as whom
select
  (select c.system_identifier::text from pg_catalog.pg_control_system() as c) as system_identifier,
  pg_catalog.current_database() as database,
  pg_catalog.current_setting('server_version_num')::integer as version_num,
  pg_catalog.current_setting('server_version') as version,
  session_user::text as login,
  pg_catalog.current_setting('is_superuser') = 'on' as superuser,
  pg_catalog.pg_is_in_recovery() as in_recovery
