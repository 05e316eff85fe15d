-- caught: a view of the catalog
-- given: create table t (a varchar(10), b integer);
-- given: create view v as select a from t;
alter table t alter column a type text;
-- caught: a materialized view
-- given: create table t (a varchar(10), b integer);
-- given: create materialized view v as select b from t where a is not null;
alter table t alter column a type text;
-- caught: a generated column
-- given: create table t (a integer, b integer generated always as (a * 2) stored);
alter table t alter column a type bigint;
-- clean: a view of another column
-- given: create table t (a varchar(10), b integer);
-- given: create view v as select b from t;
alter table t alter column a type text;
-- clean: the view is dropped before
-- given: create table t (a varchar(10), b integer);
-- given: create view v as select a from t;
drop view v;
alter table t alter column a type text;
create view v as select a from t;
-- clean: nothing is known
alter table t alter column a type text;
