-- caught: a schema
alter schema a rename to b;
-- clean: a table
alter table t rename to u;
-- clean: another owner
alter schema a owner to someone;
