-- caught: two transactions of one file
begin; drop table a; drop table b; commit;
begin; alter table b drop column x; alter table a drop column x; commit;
-- caught: two files
begin; drop table a; drop table b; commit;
-- next file
begin; alter table b drop column x; alter table a drop column x; commit;
-- clean: the same order
begin; alter table a drop column x; alter table b drop column x; commit;
-- next file
begin; alter table a drop column y; alter table b drop column y; commit;
-- clean: no transactions
drop table a;
drop table b;
-- next file
drop table b;
drop table a;
