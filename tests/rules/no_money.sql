-- caught: money
create table t (a money);
-- clean: numeric
create table t (a numeric(12, 2));
