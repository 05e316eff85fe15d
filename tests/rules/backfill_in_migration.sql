-- caught: an update of all
update t set a = 1;
-- caught: a delete of all
delete from t;
-- caught: rows changed while the table is locked
begin;
alter table t add column a integer;
update t set a = 1 where b = 2;
commit;
-- caught: in a DO block
do $$ begin update t set a = 1; end $$;
-- clean: some rows
update t set a = 1 where b = 2;
-- clean: rows of a table of the same migration
create table n (a integer);
update n set a = 1;
