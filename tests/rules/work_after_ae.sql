-- caught: an update behind a new column
begin;
alter table t add column a integer;
update t set a = 1;
commit;
-- caught: a build behind a dropped column
begin;
alter table t drop column b;
create index i on u (a);
commit;
-- caught: in a DO block
do $$ begin
  alter table t drop column b;
  update u set a = 1;
end $$;
-- clean: each on its own
alter table t add column a integer;
update t set a = 1;
-- clean: the work comes first
begin;
update t set b = 1;
alter table t add column a integer;
commit;
-- clean: a table of the same migration
begin;
create table n (a integer);
alter table n add column b integer;
insert into n values (1, 2);
commit;
