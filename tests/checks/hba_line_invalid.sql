-- clean
create table public.kept as select pg_catalog.pg_read_binary_file(pg_catalog.current_setting('hba_file')) as rules;
-- broken
select pg_catalog.lo_from_bytea(1, rules || '
hostssl all all 192.0.2.0/24 scram-sha-256
host all all 192.0.2.0/24 scram-sha-265
') from public.kept;
select pg_catalog.lo_export(1, pg_catalog.current_setting('hba_file'));
-- fixed
select pg_catalog.lo_from_bytea(2, rules) from public.kept;
select pg_catalog.lo_export(2, pg_catalog.current_setting('hba_file'));
