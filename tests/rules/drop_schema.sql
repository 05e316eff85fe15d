-- caught: with all that is in it
drop schema a cascade;
-- caught: an empty one
drop schema if exists a;
-- clean: a table
drop table t;
