-- clean
select 1;
-- broken
-- set param: inside = 127.0.0.0/8, ::1/128
-- expect: postgres
-- in session a:
select 1;
-- fixed
select 1;
