-- clean
create table public.kept as select pg_catalog.pg_read_binary_file(pg_catalog.current_setting('hba_file')) as rules;
-- broken
-- expect: host shop all 0.0.0.0 0.0.0.0 scram-sha-256
-- expect: hostnossl all all all md5
select pg_catalog.lo_from_bytea(1, rules || '
host shop all 0.0.0.0/0 scram-sha-256
hostnossl all all all md5
hostssl all web all scram-sha-256
host all all all reject
') from public.kept;
select pg_catalog.lo_export(1, pg_catalog.current_setting('hba_file'));
-- fixed
select pg_catalog.lo_from_bytea(2, rules || '
host shop web 192.0.2.0/24 scram-sha-256
') from public.kept;
select pg_catalog.lo_export(2, pg_catalog.current_setting('hba_file'));
