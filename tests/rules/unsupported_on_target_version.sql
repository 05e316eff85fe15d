-- caught: a NOT NULL constraint with a name
-- pg: < 18
-- given: create table t (a integer);
alter table t add constraint n not null a not valid;
-- caught: MERGE
-- pg: < 15
-- given: create table t (a integer);
merge into t using t as s on t.a = s.a when matched then delete;
-- caught: a virtual column
-- pg: < 18
-- given: create table t (a integer);
alter table t add column b integer generated always as (a + 1) virtual;
-- clean: the server has it
-- pg: >= 18
-- given: create table t (a integer);
alter table t add constraint n not null a not valid;
-- clean: no server is known
alter table t add constraint n not null a not valid;
-- clean: as old as the oldest
-- given: create table t (a integer);
alter table t add constraint c check (a > 0);
-- caught: without a server that is too old
-- pg: < 18
-- given: create table t (a integer);
create table u (a integer check (a > 0) not enforced);
