-- caught, in doubt: a table nobody here knows
alter table t alter column a set not null;
-- caught: a table of the catalog
-- given: create table t (a integer);
alter table t alter column a set not null;
-- caught: a CHECK of another column
-- given: create table t (a integer, b integer check (b is not null));
alter table t alter column a set not null;
-- caught: a CHECK that is not valid
-- given: create table t (a integer);
-- given: alter table t add constraint present check (a is not null) not valid;
alter table t alter column a set not null;
-- caught: a CHECK that allows NULL
-- given: create table t (a integer check (a > 0));
alter table t alter column a set not null;
-- caught: the CHECK was added as NOT VALID and left so
alter table t add constraint present check (a is not null) not valid;
alter table t alter column a set not null;
-- caught: the CHECK was dropped before
-- given: create table t (a integer constraint present check (a is not null));
alter table t drop constraint present;
alter table t alter column a set not null;
-- clean: a valid CHECK in the catalog
-- given: create table t (a integer check (a is not null));
alter table t alter column a set not null;
-- clean: a valid CHECK with more in it
-- given: create table t (a integer check (a is not null and a > 0));
alter table t alter column a set not null;
-- clean: a CHECK validated earlier in the same file
alter table t add constraint present check (a is not null) not valid;
alter table t validate constraint present;
alter table t alter column a set not null;
alter table t drop constraint present;
-- clean: a CHECK validated earlier in the same file, with the catalog
-- given: create table t (a integer);
alter table t add constraint present check (a is not null) not valid;
alter table t validate constraint present;
alter table t alter column a set not null;
alter table t drop constraint present;
-- clean: a CHECK of the catalog validated in the file
-- given: create table t (a integer);
-- given: alter table t add constraint present check (a is not null) not valid;
alter table t validate constraint present;
alter table t alter column a set not null;
-- clean: a NOT NULL constraint added and validated
-- pg: >= 18
-- given: create table t (a integer);
alter table t add constraint present not null a not valid;
alter table t validate constraint present;
-- clean: a column that is NOT NULL already
-- given: create table t (a integer not null);
alter table t alter column a set not null;
-- clean: on a table of the same migration
create table t (a integer);
alter table t alter column a set not null;
-- clean: a NOT NULL that waits to be validated is another rule's
-- pg: >= 18
-- given: create table t (a integer);
-- given: alter table t add constraint present not null a not valid;
alter table t alter column a set not null;
