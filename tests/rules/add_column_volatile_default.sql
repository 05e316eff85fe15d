-- caught: a volatile function of PostgreSQL
alter table t add column made timestamptz default clock_timestamp();
-- caught: a random UUID
alter table t add column id uuid not null default gen_random_uuid();
-- caught: the next number of a sequence
alter table t add column n bigint default nextval('s');
-- caught: one of two columns
alter table t add column a integer, add column b double precision default 10 * random();
-- caught, in doubt: a function nobody here knows
alter table t add column a integer default worked_out();
-- caught: a volatile function of the catalog
-- given: create table t (a integer);
-- given: create function worked_out() returns integer language plpgsql volatile as 'begin return 1; end';
alter table t add column b integer default worked_out();
-- caught: a volatile function around an immutable one
-- given: create table t (a integer);
alter table t add column b integer default abs((random() * 10)::integer);
-- caught: a volatile default of a partitioned table
-- given: create table t (a integer) partition by list (a);
-- given: create table t1 partition of t for values in (1);
alter table t add column b double precision default random();
-- clean: a constant
alter table t add column a integer not null default 0;
-- clean: a constant with a cast
alter table t add column a text[] default '{}'::text[];
-- clean: the time of the transaction
alter table t add column made timestamptz not null default now();
-- clean: the time of the transaction, as a keyword
alter table t add column made timestamptz default current_timestamp;
-- clean: NULL
alter table t add column a integer default null;
-- clean: no default
alter table t add column a integer;
-- clean: added bare, then the default for new rows
alter table t add column a uuid;
alter table t alter column a set default gen_random_uuid();
-- clean: on a table of the same migration
create table t (a integer);
alter table t add column b double precision default random();
-- clean: a stable function of the catalog
-- given: create table t (a integer);
-- given: create function worked_out() returns integer language plpgsql stable as 'begin return 1; end';
alter table t add column b integer default worked_out();
-- clean: a volatile SQL function that comes down to a constant
-- given: create table t (a integer);
-- given: create function worked_out() returns integer language sql volatile as 'select 1';
alter table t add column b integer default worked_out();
-- clean: a column that is there already
-- given: create table t (a integer, b double precision);
alter table t add column if not exists b double precision default random();
-- clean: it is the domain that rewrites
-- given: create table t (a integer);
-- given: create domain positive as integer check (value > 0);
alter table t add column b positive default 1;
-- clean: a constant of a type nobody here knows
alter table t add column a mood default 'fine';
