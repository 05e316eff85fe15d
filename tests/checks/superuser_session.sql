-- clean
set application_name = 'psql';
-- broken
-- expect: postgres
-- in session a:
set application_name = 'shop';
-- fixed
select 1;
