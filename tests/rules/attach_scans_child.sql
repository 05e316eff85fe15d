-- caught, in doubt: tables nobody here knows
alter table p attach partition p2 for values in (2);
-- caught: a table of the catalog
-- given: create table p (a integer) partition by list (a);
-- given: create table p2 (a integer);
alter table p attach partition p2 for values in (2);
-- caught: a CHECK that does not match
-- given: create table p (a integer) partition by range (a);
-- given: create table p2 (a integer not null check (a < 10));
alter table p attach partition p2 for values from (0) to (10);
-- caught: a CHECK that is not valid
-- given: create table p (a integer) partition by range (a);
-- given: create table p2 (a integer not null);
-- given: alter table p2 add constraint bound check (a >= 0 and a < 10) not valid;
alter table p attach partition p2 for values from (0) to (10);
-- caught: NULL could be in it
-- given: create table p (a integer) partition by range (a);
-- given: create table p2 (a integer check (a >= 0 and a < 10));
alter table p attach partition p2 for values from (0) to (10);
-- caught: a matching CHECK, but an index of the parent is missing
-- given: create table p (a integer) partition by range (a);
-- given: create index on p (a);
-- given: create table p2 (a integer not null check (a >= 0 and a < 10));
alter table p attach partition p2 for values from (0) to (10);
-- clean: a matching CHECK, and the index of the parent
-- given: create table p (a integer) partition by range (a);
-- given: create index on p (a);
-- given: create table p2 (a integer not null check (a >= 0 and a < 10));
create index concurrently i on p2 (a);
alter table p attach partition p2 for values from (0) to (10);
-- clean: a matching CHECK
-- given: create table p (a integer) partition by range (a);
-- given: create table p2 (a integer not null check (a >= 0 and a < 10));
alter table p attach partition p2 for values from (0) to (10);
-- clean: a matching CHECK validated in the same file
-- given: create table p (a integer not null) partition by range (a);
-- given: create table p2 (a integer not null);
alter table p2 add constraint bound check (a >= 0 and a < 10) not valid;
alter table p2 validate constraint bound;
alter table p attach partition p2 for values from (0) to (10);
-- clean: a CHECK for a list
-- given: create table p (a text) partition by list (a);
-- given: create table p2 (a text);
alter table p2 add constraint bound check (a is not null and a = 'x') not valid;
alter table p2 validate constraint bound;
alter table p attach partition p2 for values in ('x');
-- clean: a table of the same migration
create table p2 (like p including all);
alter table p attach partition p2 for values in (2);
-- clean: made like its parent, with a CHECK
-- given: create table p (a integer not null, b text) partition by range (a);
create table p2 (like p including all);
alter table p2 add constraint bound check (a >= 0 and a < 10);
alter table p attach partition p2 for values from (0) to (10);
alter table p2 drop constraint bound;
