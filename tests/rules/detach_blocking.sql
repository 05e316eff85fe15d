-- caught: a partition
alter table p detach partition p2;
-- caught: a partition of the catalog
-- given: create table p (a integer) partition by list (a);
-- given: create table p2 partition of p for values in (2);
alter table p detach partition p2;
-- clean: concurrently
alter table p detach partition p2 concurrently;
-- clean: the end of an interrupted one
alter table p detach partition p2 finalize;
-- clean: tables of the same migration
create table p (a integer) partition by list (a);
create table p2 partition of p for values in (2);
alter table p detach partition p2;
