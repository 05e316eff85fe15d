-- caught, in doubt: there may be a default partition
alter table p attach partition p2 for values in (2);
-- caught: attached beside a default partition
-- given: create table p (a integer) partition by list (a);
-- given: create table rest partition of p default;
-- given: create table p2 (a integer not null check (a = 2));
alter table p attach partition p2 for values in (2);
-- caught: a new table beside a default partition
-- given: create table p (a integer) partition by list (a);
-- given: create table rest partition of p default;
create table p2 partition of p for values in (2);
-- clean: no default partition
-- given: create table p (a integer) partition by list (a);
-- given: create table p2 (a integer);
alter table p attach partition p2 for values in (2);
-- clean: a new table without a default partition
-- given: create table p (a integer) partition by list (a);
create table p2 partition of p for values in (2);
-- clean: the default partition shuts the bound out
-- given: create table p (a integer not null) partition by list (a);
-- given: create table rest partition of p default;
-- given: alter table rest add constraint no_two check (a <> 2);
-- given: create table p2 (a integer not null check (a = 2));
alter table p attach partition p2 for values in (2);
-- clean: the default partition was detached before
-- given: create table p (a integer not null) partition by list (a);
-- given: create table rest partition of p default;
-- given: create table p2 (a integer not null);
alter table p detach partition rest;
alter table p attach partition p2 for values in (2);
-- clean: tables of the same migration
create table p (a integer) partition by list (a);
create table p2 partition of p for values in (2);
create table rest partition of p default;
-- clean: a plain table
create table t (a integer);
-- clean: an index
alter index i attach partition j;
-- clean: the default partition itself
alter table p attach partition rest default;
