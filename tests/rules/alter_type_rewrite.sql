-- caught, in doubt: a column nobody here knows
alter table t alter column a type bigint;
-- caught, in doubt: text may have been anything
alter table t alter column a type text;
-- caught: integer to bigint
-- given: create table t (a integer);
alter table t alter column a type bigint;
-- caught: varchar narrower
-- given: create table t (a varchar(50));
alter table t alter column a type varchar(20);
-- caught: text to varchar(n)
-- given: create table t (a text);
alter table t alter column a type varchar(20);
-- caught: another scale
-- given: create table t (a numeric(10, 2));
alter table t alter column a type numeric(12, 4);
-- caught: a wider varchar that a CHECK reads
-- given: create table t (a varchar(50) check (a <> ''));
alter table t alter column a type varchar(100);
-- caught: timestamp to timestamptz outside UTC
-- given: create table t (a timestamp);
set timezone = 'Europe/Berlin';
alter table t alter column a type timestamptz;
-- caught: values worked out anew
-- given: create table t (a text);
alter table t alter column a type integer using length(a);
-- caught: another collation of an indexed column
-- given: create table t (a text);
-- given: create index i on t (a);
alter table t alter column a type text collate "C";
-- caught: of a partitioned table
-- given: create table t (a integer, b integer) partition by list (b);
-- given: create table t1 partition of t for values in (1);
alter table t alter column a type bigint;
-- clean: varchar wider
-- given: create table t (a varchar(50));
alter table t alter column a type varchar(100);
-- clean: varchar wider with an index
-- given: create table t (a varchar(50) unique);
alter table t alter column a type varchar(100);
-- clean: varchar to text
-- given: create table t (a varchar(50));
alter table t alter column a type text;
-- clean: text to varchar without a length
-- given: create table t (a text);
alter table t alter column a type varchar;
-- clean: more digits of the same scale
-- given: create table t (a numeric(10, 2));
alter table t alter column a type numeric(20, 2);
-- clean: numeric without limits
-- given: create table t (a numeric(10, 2));
alter table t alter column a type numeric;
-- clean: timestamp to timestamptz in UTC
-- given: create table t (a timestamp);
set timezone = 'UTC';
alter table t alter column a type timestamptz;
-- clean: another collation without an index
-- given: create table t (a text);
alter table t alter column a type text collate "C";
-- clean: a column made in the same file
create table t (a integer);
alter table t alter column a type bigint;
-- clean: it fails before it works
-- given: create table t (a integer);
-- given: create view v as select a from t;
alter table t alter column a type bigint;
