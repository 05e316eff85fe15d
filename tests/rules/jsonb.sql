-- caught: json
alter table t add column a json;
-- clean: jsonb
alter table t add column a jsonb;
