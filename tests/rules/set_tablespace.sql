-- caught: a table
alter table t set tablespace fast;
-- caught: an index
alter index i set tablespace fast;
-- caught: a table of the catalog
-- given: create table t (a integer);
alter table t set tablespace fast;
-- clean: a table of the same migration
create table t (a integer);
alter table t set tablespace fast;
-- clean: a new table there
create table t (a integer) tablespace fast;
-- caught, in doubt: whatever lies in a tablespace
alter table all in tablespace slow set tablespace pg_default;
