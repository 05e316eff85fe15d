-- caught: a build
set statement_timeout = '30s';
create index concurrently i on t (a);
-- caught: a validation
set statement_timeout = 60000;
alter table t validate constraint k;
-- caught: a reindex
set statement_timeout = '5min';
reindex table concurrently t;
-- clean: none is set
create index concurrently i on t (a);
alter table t validate constraint k;
-- clean: switched off
set statement_timeout = '30s';
alter table t add column b integer;
set statement_timeout = 0;
create index concurrently i on t (b);
-- clean: a long one
set statement_timeout = '12h';
create index concurrently i on t (a);
-- clean: what is short
set statement_timeout = '30s';
alter table t add column b integer;
-- caught: a validation of the catalog
-- given: create table t (a integer);
-- given: alter table t add constraint k check (a > 0) not valid;
set statement_timeout = '30s';
alter table t validate constraint k;
-- clean: what is valid already is not read again
-- given: create table t (a integer, constraint k check (a > 0));
set statement_timeout = '30s';
alter table t validate constraint k;
