-- caught: a constraint of the catalog
-- pg: >= 18
-- given: create table t (a integer);
-- given: alter table t add constraint present not null a not valid;
alter table t alter column a set not null;
-- caught: a constraint of the same file
alter table t add constraint present not null a not valid;
alter table t alter column a set not null;
-- clean: validated before
-- pg: >= 18
-- given: create table t (a integer);
alter table t add constraint present not null a not valid;
alter table t validate constraint present;
alter table t alter column a set not null;
-- clean: of another column
-- pg: >= 18
-- given: create table t (a integer, b integer);
-- given: alter table t add constraint present not null b not valid;
alter table t alter column a set not null;
-- clean: without any
alter table t alter column a set not null;
