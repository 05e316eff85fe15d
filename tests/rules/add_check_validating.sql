-- caught: with a name
alter table t add constraint k check (a > 0);
-- caught: beside other commands
alter table t add column b integer, add check (a > 0);
-- caught, in doubt: not null by name, unless a valid check proves it
alter table t add constraint k not null a;
-- clean: not valid
alter table t add constraint k check (a > 0) not valid;
-- clean: not valid, then validated
alter table t add constraint k check (a > 0) not valid;
alter table t validate constraint k;
-- clean: not enforced
alter table t add constraint k check (a > 0) not enforced;
-- clean: not null by name, not valid
alter table t add constraint k not null a not valid;
-- clean: on a table of the same migration
create table t (a integer);
alter table t add constraint k check (a > 0);
-- caught: on a table of the catalog
-- given: create table t (a integer);
alter table t add constraint k check (a > 0);
-- caught: on a partitioned table
-- given: create table t (a integer) partition by range (a);
-- given: create table t1 partition of t for values from (1) to (10);
alter table t add constraint k check (a > 0);
-- clean: not valid on a table of the catalog
-- given: create table t (a integer);
alter table t add constraint k check (a > 0) not valid;
alter table t validate constraint k;
-- clean: not null by name, that a valid check proves
-- pg: >= 18
-- given: create table t (a integer constraint k check (a is not null));
alter table t add constraint n not null a;
-- caught: not null by name, on a table of the catalog
-- pg: >= 18
-- given: create table t (a integer);
alter table t add constraint n not null a;
