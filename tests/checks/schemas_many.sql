-- clean
create schema one;
-- broken
-- set param: max_schemas = 2
-- set param: max_tables = 1
-- expect: schemas
-- expect: tables
create schema two;
create table one.a (id integer);
create table two.a (id integer);
-- fixed
-- set param: max_schemas = 2
-- set param: max_tables = 1
drop schema two cascade;
