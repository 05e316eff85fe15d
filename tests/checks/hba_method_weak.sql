-- clean
create table public.kept as select pg_catalog.pg_read_binary_file(pg_catalog.current_setting('hba_file')) as rules;
-- broken
-- expect: host all all 192.0.2.0 255.255.255.0 trust
-- expect: hostnossl shop web,"Ann Lee" all password
-- expect: host all all ::1 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff md5
select pg_catalog.lo_from_bytea(1, rules || '
host all all 192.0.2.0/24 trust
hostssl all all 198.51.100.0/24 trust clientcert=verify-full
hostnossl shop web,"Ann Lee" all password
host all all ::1/128 md5
host all all 203.0.113.0/24 reject
') from public.kept;
select pg_catalog.lo_export(1, pg_catalog.current_setting('hba_file'));
-- fixed
select pg_catalog.lo_from_bytea(2, rules || '
host all all 192.0.2.0/24 scram-sha-256
') from public.kept;
select pg_catalog.lo_export(2, pg_catalog.current_setting('hba_file'));
