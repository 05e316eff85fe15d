-- caught: in a new table
create table t (a varchar(20));
-- caught: a new column
alter table t add column a character varying;
-- clean: text
create table t (a text);
