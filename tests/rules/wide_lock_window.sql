-- caught: two tables
begin;
alter table t drop column a;
alter table u drop column a;
commit;
-- clean: one table twice
begin;
alter table t drop column a;
alter table t drop column b;
commit;
-- clean: each on its own
alter table t drop column a;
alter table u drop column a;
-- clean: two transactions
begin;
alter table t drop column a;
commit;
begin;
alter table u drop column a;
commit;
