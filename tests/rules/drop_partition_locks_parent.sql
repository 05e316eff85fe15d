-- caught: a partition of the catalog
-- given: create table p (a integer) partition by list (a);
-- given: create table p2 partition of p for values in (2);
drop table p2;
-- clean: detached before
-- given: create table p (a integer) partition by list (a);
-- given: create table p2 partition of p for values in (2);
alter table p detach partition p2 concurrently;
drop table p2;
-- clean: a table that is no partition
-- given: create table t (a integer);
drop table t;
-- clean: a table nobody here knows
drop table t;
-- clean: the partitioned table with all of it
-- given: create table p (a integer) partition by list (a);
-- given: create table p2 partition of p for values in (2);
drop table p;
-- clean: tables of the same migration
create table p (a integer) partition by list (a);
create table p2 partition of p for values in (2);
drop table p2;
