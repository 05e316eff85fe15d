-- caught: with a name
alter table t add constraint x exclude using gist (during with &&);
-- caught: on a table of the catalog
-- given: create table t (during tsrange);
alter table t add exclude using gist (during with &&);
-- clean: on a table of the same migration
create table t (during tsrange);
alter table t add constraint x exclude using gist (during with &&);
-- clean: in a new table
create table t (during tsrange, exclude using gist (during with &&));
-- clean: a unique constraint
-- given: create table t (during tsrange);
alter table t add unique (during);
