-- clean
-- set param: min_limit = 4
drop role if exists opskit_check_pool;
create role opskit_check_pool login connection limit 4;
-- broken
-- set param: min_limit = 4
-- expect: role opskit_check_pool
-- in session a as opskit_check_pool:
select 1;
-- in session b as opskit_check_pool:
select 1;
-- in session c as opskit_check_pool:
select 1;
-- fixed
-- set param: min_limit = 4
alter role opskit_check_pool connection limit 40;
