-- caught: under the same name
drop index concurrently i;
create index concurrently i on t (a, b);
-- caught: on the same column
-- given: create table t (a integer, b integer);
-- given: create index i on t (a);
drop index concurrently i;
create index concurrently j on t (a, b);
-- caught: in one transaction
-- given: create table t (a integer, b integer);
-- given: create index i on t (a);
begin;
drop index i;
create index j on t (a, b);
commit;
-- clean: the new one first
-- given: create table t (a integer, b integer);
-- given: create index i on t (a);
create index concurrently j on t (a, b);
drop index concurrently i;
-- clean: the new one first, then its name
create index concurrently j on t (a, b);
drop index concurrently i;
alter index j rename to i;
-- clean: on another column
-- given: create table t (a integer, b integer);
-- given: create index i on t (a);
drop index concurrently i;
create index concurrently j on t (b);
-- clean: on another table
-- given: create table t (a integer, b integer);
-- given: create table u (a integer, b integer);
-- given: create index i on t (a);
drop index concurrently i;
create index concurrently j on u (a);
-- clean: only dropped
drop index concurrently i;
