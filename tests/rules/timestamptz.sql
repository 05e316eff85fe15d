-- caught: without a zone
create table t (a timestamp);
-- clean: with one
alter table t add column a timestamptz;
