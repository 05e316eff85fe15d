-- clean
-- set param: as_of = '2026-06-01'
select 1;
-- broken
-- set param: as_of = '2030-12-01'
-- expect: server_version
select 1;
-- fixed
-- set param: as_of = '2026-06-01'
select 1;
