-- clean
-- set param: by_other_means = true
select 1;
-- broken
-- expect: archive_mode
select 1;
-- fixed
-- set param: by_other_means = true
select 1;
