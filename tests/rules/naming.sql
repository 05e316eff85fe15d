-- caught: a capital in a table
create table "Orders" (id bigint);
-- caught: a blank in a column
alter table t add column "a b" integer;
-- caught: a reserved word for an index
create index "select" on t (a);
-- clean: plain names
create table orders_2 (id bigint);
create index i on t (a);
