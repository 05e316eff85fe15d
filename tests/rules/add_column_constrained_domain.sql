-- caught, in doubt: a type nobody here knows
alter table t add column a positive;
-- caught: a domain with a CHECK
-- given: create table t (a integer);
-- given: create domain positive as integer check (value > 0);
alter table t add column b positive;
-- caught: a domain that may not be NULL, with a default
-- given: create table t (a integer);
-- given: create domain present as integer not null;
alter table t add column b present default 1;
-- caught: a domain over a constrained one
-- given: create table t (a integer);
-- given: create domain positive as integer check (value > 0);
-- given: create domain amount as positive;
alter table t add column b amount;
-- caught: a domain of the same migration
create domain positive as integer check (value > 0);
alter table t add column b positive;
-- caught: a domain of the same migration, with the catalog
-- given: create table t (a integer);
create domain positive as integer check (value > 0);
alter table t add column b positive;
-- clean: a type of PostgreSQL
alter table t add column a integer;
-- clean: a type of PostgreSQL with a length, and an array
alter table t add column a varchar(20), add column b numeric(10, 2)[];
-- clean: a domain without constraints
-- given: create table t (a integer);
-- given: create domain label as text;
alter table t add column b label;
-- clean: an enum of the catalog
-- given: create table t (a integer);
-- given: create type mood as enum ('sad', 'fine');
alter table t add column b mood default 'fine';
-- clean: an enum of the same migration
create type mood as enum ('sad', 'fine');
alter table t add column b mood;
-- clean: on a table of the same migration
create table t (a integer);
alter table t add column b positive;
-- clean: the default is what rewrites, and a type of PostgreSQL has no constraints
alter table t add column a double precision default random();
