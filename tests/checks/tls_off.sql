-- clean
select 1;
-- broken
-- set param: published_as = 192.0.2.10
-- expect: ssl
select 1;
-- fixed
select 1;
