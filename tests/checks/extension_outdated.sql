-- clean
select 1;
-- broken
-- expect: amcheck
create extension amcheck version '1.0';
-- fixed
alter extension amcheck update;
