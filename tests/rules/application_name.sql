-- caught: a lock without a name
drop table t;
-- clean: named
set application_name = 'release 7';
drop table t;
-- clean: no lock
select 1;
