-- caught: of a table nobody here knows
create table p2 partition of p for values in (2);
-- caught: of a table of the catalog
-- given: create table p (a integer) partition by list (a);
create table p2 partition of p for values in (2);
-- caught: the default partition
-- given: create table p (a integer) partition by list (a);
create table rest partition of p default;
-- clean: of a table of the same migration
create table p (a integer) partition by list (a);
create table p2 partition of p for values in (2);
-- clean: made apart and attached
create table p2 (like p including all);
alter table p2 add constraint bound check (a = 2 and a is not null);
alter table p attach partition p2 for values in (2);
-- clean: one that is there already
-- given: create table p (a integer) partition by list (a);
-- given: create table p2 partition of p for values in (2);
create table if not exists p2 partition of p for values in (2);
-- clean: inheritance
create table child () inherits (parent);
