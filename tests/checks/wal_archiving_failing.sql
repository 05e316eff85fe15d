-- clean
select 1;
-- broken
-- set param: wanted = true
-- expect: archive_mode
select 1;
-- fixed
select 1;
