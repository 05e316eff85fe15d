-- clean
select 1;
-- broken
-- set param: wanted = off
-- expect: data_checksums
select 1;
-- fixed
select 1;
