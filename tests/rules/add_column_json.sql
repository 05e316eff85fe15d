-- caught: json
alter table t add column a json;
-- clean: jsonb
alter table t add column a jsonb;
-- clean: on a table of the same migration
create table t (a integer);
alter table t add column b json;
