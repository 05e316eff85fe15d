-- Objects whose definition has more to it than those of the corpus; in its format, over the same base.sql.

-- case: undo: drop a table with everything
-- given: create role owner_1
-- given: grant create on schema public to owner_1
-- given: create table full_one (id integer generated always as identity (start 10 increment 5), a text collate "C" default 'x' not null, b numeric(6, 2), c integer generated always as (id * 2) stored, d jsonb, primary key (id) with (fillfactor = 70)) with (fillfactor = 80, autovacuum_enabled = false, toast.autovacuum_enabled = false)
-- given: alter table full_one add constraint full_b check (b > 0) not valid
-- given: alter table full_one add constraint full_ab unique (a, b) deferrable initially deferred
-- given: alter table full_one alter column d set storage external, alter column a set statistics 300, alter column a set (n_distinct = -0.5)
-- given: create index full_low on full_one using btree (lower(a) desc) include (b) with (fillfactor = 60) tablespace locks_place
-- given: create index full_some on full_one (b) where b is not null
-- given: alter index full_low alter column 1 set statistics 200
-- given: alter table full_one cluster on full_low
-- given: alter table full_one replica identity full
-- given: create trigger full_keep before insert on full_one for each row when (new.a <> '') execute function keep()
-- given: create trigger full_keep_too after update of a on full_one for each row execute function keep()
-- given: alter table full_one disable trigger full_keep
-- given: alter table full_one enable always trigger full_keep_too
-- given: create rule full_stay as on delete to full_one do instead nothing
-- given: alter table full_one disable rule full_stay
-- given: create policy full_read on full_one as restrictive for select to pg_monitor, owner_1 using (id > 0)
-- given: create policy full_write on full_one for insert with check (id > 0)
-- given: alter table full_one enable row level security, force row level security
-- given: create statistics full_stat (dependencies, mcv) on a, b from full_one
-- given: alter statistics full_stat set statistics 77
-- given: comment on table full_one is 'it''s a table'
-- given: comment on column full_one.a is 'it\s a column'
-- given: comment on constraint full_b on full_one is 'a check'
-- given: comment on index full_low is 'an index'
-- given: comment on trigger full_keep on full_one is 'a trigger'
-- given: comment on policy full_read on full_one is 'a policy'
-- given: comment on rule full_stay on full_one is 'a rule'
-- given: comment on statistics full_stat is 'statistics'
-- given: comment on sequence full_one_id_seq is 'a sequence'
-- given: grant select, insert on full_one to pg_monitor with grant option
-- given: grant update (a, b) on full_one to pg_monitor
-- given: grant usage on full_one_id_seq to pg_monitor
-- given: alter table full_one owner to owner_1
-- given: alter statistics full_stat owner to owner_1
-- given: create publication full_news for table full_one
drop table full_one;

-- case: undo: drop a table that is published in part
-- pg: >= 15
-- given: create publication part_news for table customers (id, name) where (id > 10), table orders
drop table customers cascade;

-- case: undo: drop a table while default privileges hold
-- given: alter default privileges grant select on tables to pg_monitor
-- given: alter default privileges in schema public grant insert on tables to public
-- given: create table held (id serial primary key, n integer)
-- given: revoke select on held from pg_monitor
-- given: create table held_too (id integer)
drop table held, held_too;

-- case: undo: drop a table with a grant of another
-- given: create role one_2
-- given: create role two_2
-- given: create table handed (id integer)
-- given: grant select on handed to one_2 with grant option
-- given: set role one_2
-- given: grant select on handed to two_2
-- given: reset role
drop table handed;

-- case: undo: drop an unlogged table with hostile names
-- given: create schema "we""ird Schema"
-- given: create type "we""ird Schema"."ki'nd" as enum ('a''b', 'c"d')
-- given: create unlogged table "we""ird Schema"."Ta'ble; --" ("Col""umn" "we""ird Schema"."ki'nd" default 'a''b', "select" serial, check ("Col""umn" <> 'c"d'))
-- given: create index "in""dex" on "we""ird Schema"."Ta'ble; --" ("Col""umn")
-- given: create view "we""ird Schema"."Vi ew" as select "Col""umn" as "No ""w" from "we""ird Schema"."Ta'ble; --"
-- given: comment on column "we""ird Schema"."Vi ew"."No ""w" is 'it''s \ here'
-- given: grant select ("Col""umn") on "we""ird Schema"."Ta'ble; --" to pg_monitor
drop table "we""ird Schema"."Ta'ble; --" cascade;

-- case: undo: drop a schema with hostile names
-- given: create schema "we""ird Schema"
-- given: create type "we""ird Schema"."ki'nd" as enum ('a''b', 'c"d')
-- given: create function "we""ird Schema"."f n"("Ar g" "we""ird Schema"."ki'nd" default 'a''b') returns text language sql as 'select $1::text'
-- given: create sequence "we""ird Schema"."Seq"
-- given: create table "we""ird Schema"."Ta'ble" ("Col""umn" "we""ird Schema"."ki'nd", n integer default nextval('"we""ird Schema"."Seq"'))
-- given: alter default privileges in schema "we""ird Schema" grant select on tables to pg_monitor
-- given: grant usage on schema "we""ird Schema" to pg_monitor
-- given: comment on schema "we""ird Schema" is 'a schema'
drop schema "we""ird Schema" cascade;

-- case: undo: drop a table that the search path finds
-- before: set search_path = side, public
drop table settings;

-- case: undo: drop a table of the same name in two schemas
-- given: create table side.customers (id integer primary key)
-- before: set search_path = side, public
drop table customers;

-- case: undo: drop a child with columns of its own
-- given: create table parent_one (a integer default 1, b text check (b <> ''), c integer not null)
-- given: create table child_one (d integer, c integer not null) inherits (parent_one)
-- given: alter table child_one alter column a drop default, alter column b set not null, add check (d > 0)
-- given: insert into child_one values (1, 'x', 2, 3)
drop table child_one;

-- case: undo: drop a child that was made before its parent was
-- given: create table late_parent (b text, a integer)
-- given: create table early_child (a integer, x integer, b text)
-- given: alter table early_child inherit late_parent
drop table early_child;

-- case: undo: drop a parent with its children
-- given: create table grand (a integer, constraint grand_a check (a > 0))
-- given: create table middle (b integer default 7) inherits (grand)
-- given: create table small (c integer) inherits (middle, animals)
-- given: create index small_a on small (a)
drop table grand cascade;

-- case: undo: drop a partitioned table with levels
-- given: create table deep (id integer, day date not null, k text default 'x', primary key (id, day)) partition by range (day)
-- given: create table deep_a partition of deep for values from ('2026-01-01') to ('2027-01-01') partition by list (id)
-- given: create table deep_a1 partition of deep_a for values in (1, 2) with (fillfactor = 50)
-- given: create table deep_a_rest (k text, day date not null, id integer not null)
-- given: alter table deep_a attach partition deep_a_rest default
-- given: create table deep_rest partition of deep default
-- given: create index deep_k on deep (k)
-- given: create index deep_a1_own on deep_a1 (k, id)
-- given: create trigger deep_keep before insert on deep for each row execute function keep()
-- given: alter table deep_a1 disable trigger deep_keep
-- given: alter table deep_a1 alter column k set default 'y'
-- given: alter table deep add constraint deep_customer foreign key (id) references customers
-- given: alter index deep_a1_k_idx rename to deep_a1_by_k
drop table deep;

-- case: undo: drop a partition with levels
-- given: create table deep (id integer, day date not null, k text default 'x', primary key (id, day)) partition by range (day)
-- given: create table deep_a partition of deep for values from ('2026-01-01') to ('2027-01-01') partition by list (id)
-- given: create table deep_a1 partition of deep_a for values in (1, 2)
-- given: create index deep_k on deep (k)
-- given: alter index deep_a1_k_idx rename to deep_a1_by_k
-- given: alter table deep add constraint deep_customer foreign key (id) references customers
drop table deep_a;

-- case: undo: drop a partition that is referenced with cascade
-- pg: >= 18
drop table payments_2026 cascade;

-- case: undo: drop a hash partitioned table
-- given: create table hashed (id integer) partition by hash (id)
-- given: create table hashed_0 partition of hashed for values with (modulus 2, remainder 0)
-- given: create table hashed_1 partition of hashed for values with (modulus 2, remainder 1)
drop table hashed;

-- case: undo: drop a table of a type with options
-- given: alter table people alter column id set not null
-- given: alter table people add primary key (id)
drop table people;

-- case: undo: drop tables that refer to each other
-- given: create table egg (id integer primary key, hen integer)
-- given: create table hen (id integer primary key, egg integer references egg)
-- given: alter table egg add constraint egg_hen foreign key (hen) references hen on delete set null deferrable
drop table egg, hen;

-- case: undo: drop a table whose row type is used
-- given: create function first_reading(r readings_old) returns integer language sql as 'select (r).id'
-- given: create table holds (r readings_old, rs readings_old[])
drop table readings_old cascade;

-- case: undo: drop a table with a function of its row type in its check
-- given: create table rowed (id integer)
-- given: create function row_ok(r rowed) returns boolean language sql immutable as 'select r.id > 0'
-- given: alter table rowed add constraint rowed_ok check (row_ok(rowed))
drop table rowed cascade;

-- case: undo: drop a table with a function in standard SQL
-- given: create function counted() returns bigint language sql begin atomic select count(*) from counters; end
-- given: create view counted_view as select counted() as n
drop table counters cascade;

-- case: undo: drop a table with an exclusion constraint
drop table bookings;

-- case: undo: drop a table with a sequence that stands somewhere
-- given: alter table orders drop constraint orders_customer_fk
-- given: create table stands (id serial, n integer default nextval('free_seq'))
-- given: insert into stands select from generate_series(1, 7)
drop table stands;

-- case: undo: drop a table with disabled keys
-- given: alter table items disable trigger all
drop table items;

-- case: undo: drop views that need each other
-- given: create view top_one with (security_barrier = true) as select * from order_notes_short
-- given: create materialized view top_two with (fillfactor = 70) as select * from top_one with no data
-- given: alter view order_notes alter column note set default 'none'
-- given: create trigger notes_keep instead of insert on order_notes for each row execute function keep()
-- given: create rule notes_gone as on delete to order_notes do instead nothing
-- given: grant select on order_notes to pg_monitor
-- given: grant select (id) on order_notes_short to public
-- given: comment on column order_notes.note is 'x'
-- given: create index top_two_id on top_two (id)
-- given: comment on materialized view top_two is 'x'
drop view order_notes cascade;

-- case: undo: drop a view with grouping by a key
-- given: create view grouped as select c.id, c.name, count(*) from customers as c join orders as o on o.customer_id = c.id group by c.id
alter table customers drop constraint customers_pkey cascade;

-- case: undo: drop a recursive view
-- given: create recursive view counted_up (n) as values (1) union all select n + 1 from counted_up where n < 5
drop view counted_up;

-- case: undo: drop a view with a check option
-- given: create view checked as select id from customers where id > 0 with cascaded check option
drop view if exists checked, no_such;

-- case: undo: drop a sequence with everything
-- given: create sequence stands as smallint increment by -3 minvalue -100 maxvalue 100 start with 50 cache 4 cycle
-- given: select nextval('stands')
-- given: alter table accounts alter column id set default nextval('stands')
-- given: grant usage on stands to pg_monitor
-- given: comment on sequence stands is 'x'
drop sequence stands cascade;

-- case: undo: drop a sequence that is used up
-- given: create sequence spent maxvalue 2
-- given: select nextval('spent') from generate_series(1, 2)
drop sequence spent;

-- case: undo: drop functions of one name
-- given: create function many(a integer) returns integer language sql as 'select 1'
-- given: create function many(a text, variadic b integer[] default '{1}') returns setof integer language sql stable strict security definer cost 7 rows 3 parallel safe set search_path = public, side set work_mem = '1MB' as 'select 2'
-- given: revoke execute on function many(text, integer[]) from public
-- given: grant execute on function many(text, integer[]) to pg_monitor
-- given: comment on function many(text, integer[]) is 'x'
drop function many(integer), many(text, integer[]);

-- case: undo: drop a function without its arguments
-- given: create function lonely(a integer, out b text, out c text) language sql as 'select ''x'', ''y'''
drop function lonely;

-- case: undo: drop a procedure with an out argument
-- given: create procedure told(a integer, inout b text default 'x') language plpgsql as 'begin b := a; end'
drop procedure told;

-- case: undo: drop a function that a lot hangs on
-- given: create table hung (a integer default immutable_one(1), b integer generated always as (immutable_one(a)) stored, check (immutable_one(a) > 0))
-- given: create index hung_one on hung (immutable_one(a))
-- given: create view hung_view as select immutable_one(a) as x from hung
-- given: create policy hung_policy on hung using (immutable_one(a) > 0)
-- given: create domain hung_domain as integer check (immutable_one(value) > 0)
drop function immutable_one(integer) cascade;

-- case: undo: drop an aggregate
-- given: create aggregate added(integer) (sfunc = int4pl, stype = integer, initcond = '0', parallel = safe, combinefunc = int4pl)
-- given: create aggregate ordered(float8 order by anyelement) (sfunc = ordered_set_transition, stype = internal, finalfunc = percentile_disc_final, finalfunc_extra)
-- given: create view added_view as select added(n) from counters
drop aggregate added(integer), ordered(float8 order by anyelement) cascade;

-- case: undo: drop an aggregate of all rows
-- given: create aggregate rows_of(*) (sfunc = int8inc, stype = int8, initcond = '0')
drop aggregate rows_of(*);

-- case: undo: drop a range type with its functions
-- given: create type span as range (subtype = float8, subtype_diff = float8mi, multirange_type_name = spans)
-- given: create table spanned (s span, ss spans)
drop type span cascade;

-- case: undo: drop a composite type in a column
-- given: create type pair as (a integer, b text collate "C")
-- given: comment on column pair.b is 'x'
-- given: comment on type pair is 'y'
-- given: grant usage on type pair to pg_monitor
-- given: revoke usage on type pair from public
-- given: create table paired (id integer, p pair, ps pair[])
drop type pair cascade;

-- case: undo: drop a domain over a domain
-- given: create domain low as positive default 5 not null constraint low_max check (value < 10) constraint low_odd check (value <> 4)
-- given: comment on constraint low_max on domain low is 'x'
-- given: comment on domain low is 'y'
drop domain positive cascade;

-- case: undo: drop a trigger that is disabled
-- given: alter table orders enable replica trigger orders_keep
-- given: comment on trigger orders_keep on orders is 'x'
drop trigger orders_keep on orders;

-- case: undo: drop a constraint trigger
-- given: create constraint trigger late_keep after insert on items deferrable initially deferred for each row execute function keep()
drop trigger late_keep on items;

-- case: undo: drop a trigger that keeps rows of a statement
-- given: create trigger kept after update on orders referencing old table as was new table as now for each statement execute function keep()
drop trigger kept on orders;

-- case: undo: drop an event trigger
-- given: create function on_ddl() returns event_trigger language plpgsql as 'begin end'
-- given: create event trigger told on ddl_command_end when tag in ('CREATE TABLE', 'DROP TABLE') execute function on_ddl()
-- given: alter event trigger told disable
drop event trigger told;

-- case: undo: drop a cast
-- given: create cast (mood as integer) with inout as assignment
drop cast (mood as integer);

-- case: undo: drop an operator
-- given: create operator === (leftarg = integer, rightarg = integer, function = int4eq, commutator = ===, restrict = eqsel, join = eqjoinsel, hashes)
drop operator === (integer, integer);

-- case: undo: drop a collation
-- given: create collation plain from "C"
-- given: create table collated (t text collate plain)
drop collation plain cascade;

-- case: undo: drop a server with its tables
-- given: create foreign data wrapper elsewhere options (a 'b')
-- given: create server far type 'x' version '1' foreign data wrapper elsewhere options (host 'there', "po rt" '1')
-- given: create foreign table distant (id integer options (name 'x') not null, t text default 'x') server far options (a 'it''s')
-- given: grant usage on foreign server far to pg_monitor
drop server far cascade;

-- case: undo: drop a publication of all
-- given: create publication every for all tables with (publish = 'insert, delete', publish_via_partition_root = true)
-- given: comment on publication every is 'x'
drop publication every;

-- case: undo: drop a publication of a schema
-- pg: >= 15
-- given: create publication schemes for tables in schema side, table customers where (id > 1)
drop publication schemes;

-- case: undo: drop a schema in a publication
-- pg: >= 15
-- given: create publication schemes for tables in schema side
drop schema side cascade;

-- case: undo: drop a policy with an expression for new rows
-- given: create policy writes on accounts as restrictive for update to pg_monitor using (true) with check (balance > 0)
-- given: comment on policy writes on accounts is 'x'
drop policy writes on accounts;

-- case: undo: drop what does not exist
drop function if exists no_such(no_such_type), no_such_too;

-- case: undo: drop a type that does not exist
drop type if exists no_such, no_schema.no_such cascade;

-- case: undo: drop an index with cascade
-- given: create unique index counters_pair on counters (m, n)
-- given: create table pointing (m integer, n integer)
-- given: alter table pointing add constraint pointing_pair foreign key (m, n) references counters (m, n)
drop index counters_pair cascade;

-- case: undo: drop an index with everything
-- given: create index placed on customers (lower(region)) tablespace locks_place
-- given: alter index placed alter column 1 set statistics 250
-- given: alter table customers cluster on placed
-- given: comment on index placed is 'x'
drop index placed;

-- case: undo: drop an index of a partitioned table with comments
-- given: comment on index events_day_idx is 'x'
-- given: comment on index events_2025_day_idx is 'y'
-- given: alter table events_2025 cluster on events_2025_day_idx
drop index events_day_idx;

-- case: undo: create an index that takes over one of a partition
-- given: create index events_2025_kind on events_2025 (kind)
-- given: comment on index events_2025_kind is 'x'
create index events_kind on events (kind);

-- case: undo: create an index unnamed
create index on customers (region, lower(name));

-- case: undo: create a partition of a referenced table
create table payments_2027 partition of payments for values from ('2027-01-01') to ('2028-01-01');

-- case: undo: create a table if not exists
create table if not exists customers (id integer);

-- case: undo: create a table if not exists that does not
create table if not exists fresh (id serial primary key, customer_id integer references customers);

-- case: undo: create a table where the search path says
-- before: set search_path = side, public
create table customers (id serial);

-- case: undo: create a temporary table over another
create temporary table customers (id integer);

-- case: undo: create a schema with elements
create schema fresh create table one (id serial primary key) create index on one (id) create view two as select id from one create sequence three grant select on one to pg_monitor;

-- case: undo: create a schema for a role
-- before: create role joe_3
create schema authorization joe_3;

-- case: undo: select into
select id, name into fresh from customers;

-- case: undo: create a table as
create table fresh as select * from customers;

-- case: undo: create or replace a view with a star
create or replace view order_notes_short as select id, note from order_notes;

-- case: undo: create or replace a view with options and dependents
-- given: alter view order_notes set (security_barrier = true)
-- given: grant select on order_notes to pg_monitor
-- given: create materialized view over_notes as select * from order_notes
-- given: create index over_notes_id on over_notes (id)
-- given: create function over_it() returns setof order_notes language sql as 'select * from order_notes'
-- given: create trigger notes_keep instead of insert on order_notes for each row execute function keep()
create or replace view order_notes as select id, note, total, code from orders;

-- case: undo: create or replace a function with its privileges
-- given: revoke execute on function stable_one() from public
-- given: comment on function stable_one() is 'x'
create or replace function stable_one() returns integer language plpgsql volatile security definer as 'begin return 3; end';

-- case: undo: create or replace a function with a default more
-- given: create view uses_one as select immutable_one(1) as n
create or replace function immutable_one(n integer default 4) returns integer language sql immutable as 'select n';

-- case: undo: create or replace a procedure
create or replace procedure do_nothing() language plpgsql as 'begin perform 1; end';

-- case: undo: create or replace a disabled trigger
-- given: alter table orders disable trigger orders_keep
-- given: comment on trigger orders_keep on orders is 'x'
create or replace trigger orders_keep after insert on orders for each row execute function keep();

-- case: undo: create or replace a disabled rule
-- given: alter table staff disable rule staff_stay
-- given: comment on rule staff_stay on staff is 'x'
create or replace rule staff_stay as on update to staff do instead nothing;

-- case: undo: create statistics unnamed
-- pg: >= 16
create statistics on region, score from customers;

-- case: undo: create a function with many arguments
create function fresh(a integer, out b text, variadic c numeric(4, 2)[]) language sql as 'select ''x''';

-- case: undo: create an aggregate with order
create aggregate fresh(float8 order by anyelement) (sfunc = ordered_set_transition, stype = internal, finalfunc = percentile_disc_final, finalfunc_extra);

-- case: undo: create a text search configuration
create text search configuration fresh (copy = simple);

-- case: undo: create an operator family
create operator family fresh using btree;

-- case: undo: create a foreign data wrapper
create foreign data wrapper elsewhere;

-- case: undo: alter a function in every way
-- given: grant execute on function stable_one() to pg_monitor
alter function stable_one() immutable strict security definer leakproof cost 10 parallel safe set search_path = public;

-- case: undo: alter a policy that had no check
alter policy accounts_own on accounts to pg_monitor using (true) with check (balance > 0);

-- case: undo: comment on what has one
-- given: comment on column customers.name is 'it''s \ old'
comment on column customers.name is null;

-- case: undo: comment on a function that the search path finds
-- given: create function side.found(a integer) returns integer language sql as 'select 1'
-- before: set search_path = side, public
comment on function found(integer) is 'x';

-- case: undo: comment on a domain
comment on domain positive is 'x';

-- case: undo: comment on a type of the catalog
-- given: comment on type mood is 'was'
comment on type public.mood is 'is';

-- case: undo: grant what was there in part
-- given: grant select on customers to pg_monitor
grant all on customers to pg_monitor with grant option;

-- case: undo: revoke what was there in part
-- given: grant select, insert on customers to pg_monitor with grant option
-- given: grant update (name) on customers to pg_monitor
revoke all on customers from pg_monitor;

-- case: undo: revoke a grant option with cascade
-- given: create role one_4
-- given: create role two_4
-- given: grant select on counters to one_4 with grant option
-- given: set role one_4
-- given: grant select on counters to two_4
-- given: reset role
revoke grant option for select on counters from one_4 cascade;

-- case: undo: revoke from everyone
revoke execute on function keep() from public;

-- case: undo: revoke from the owner
revoke delete on customers from postgres;

-- case: undo: revoke on a column
-- given: grant select (name, email), update (name) on customers to pg_monitor with grant option
revoke select (name) on customers from pg_monitor;

-- case: undo: grant on everything in a schema
-- given: grant execute on function stable_one() to pg_monitor
grant execute on all functions in schema public to pg_monitor, public;

-- case: undo: grant on a domain and a type
grant usage on type positive, mood to pg_monitor with grant option;

-- case: undo: default privileges for all schemas
alter default privileges grant select, insert on tables to pg_monitor with grant option;

-- case: undo: default privileges taken
-- given: alter default privileges in schema side grant select, insert on tables to pg_monitor
alter default privileges in schema side revoke insert on tables from pg_monitor;

-- case: undo: default privileges of functions taken from all
alter default privileges revoke execute on functions from public;

-- case: undo: grant a role
-- before: create role one_5
-- before: create role two_5
grant one_5 to two_5 with admin option;

-- case: undo: revoke a role
-- before: create role one_6
-- before: create role two_6
-- before: grant one_6 to two_6 with admin option
revoke one_6 from two_6;

-- case: undo: alter role options
-- before: create role one_7 login connection limit 3 valid until '2030-01-01'
alter role one_7 nologin createdb connection limit 5 valid until 'infinity';

-- case: undo: alter role reset all
-- before: create role one_8
-- before: alter role one_8 set search_path = side, "we""ird", public
-- before: alter role one_8 set work_mem = '3MB'
alter role one_8 reset all;

-- case: undo: alter role set what was set
-- before: create role one_9
-- before: alter role one_9 set application_name = 'it''s \ me'
alter role one_9 set application_name = 'other';

-- case: undo: rename a table that the search path finds
-- before: set search_path = side, public
alter table settings rename to options;

-- case: undo: rename with hostile names
-- given: create table "Ta'b""le" ("Col""umn" integer constraint "con""straint" check ("Col""umn" > 0))
alter table "Ta'b""le" rename column "Col""umn" to "Other ""one";

-- case: undo: rename a constraint
alter table customers rename constraint customers_pkey to customers_key;

-- case: undo: rename an index
alter index customers_name_idx rename to customers_by_name;

-- case: undo: rename an aggregate and others
-- given: create aggregate added(integer) (sfunc = int4pl, stype = integer)
alter aggregate added(integer) rename to summed;

-- case: undo: rename a publication
-- given: create publication news for table customers
alter publication news rename to olds;

-- case: undo: rename what does not exist
alter table if exists no_such rename to such;

-- case: undo: set schema of a function
alter function stable_one() set schema side;

-- case: undo: set schema of a domain
alter domain positive set schema side;

-- case: undo: set schema of a table with all its parts
alter table orders set schema side;

-- case: undo: owner of a function with privileges
-- given: grant execute on function stable_one() to pg_monitor with grant option
alter function stable_one() owner to pg_monitor;

-- case: undo: owner of a publication
-- given: create publication news for table customers
alter publication news owner to pg_monitor;

-- case: undo: alter publication set more than tables
-- pg: >= 15
-- given: create publication news for table customers where (id > 1), tables in schema side
alter publication news set table orders, table customers where (id > 2), tables in schema public;

-- case: undo: alter publication drop a schema
-- pg: >= 15
-- given: create publication news for tables in schema side, table customers where (id > 3)
alter publication news drop tables in schema side, table customers;

-- case: undo: alter publication options
-- given: create publication news for table customers with (publish = 'insert, update')
alter publication news set (publish = 'delete', publish_via_partition_root = true);

-- case: undo: function that depends on an extension
alter function keep() depends on extension plpgsql;

-- case: undo: drop owned with objects
-- given: create role owner_10
-- given: grant create on schema side to owner_10
-- given: alter table counters owner to owner_10
-- given: alter function stable_one() owner to owner_10
-- given: grant select on customers to owner_10
-- given: alter default privileges for role owner_10 grant select on tables to pg_monitor
drop owned by owner_10;

-- case: undo: reassign owned with privileges
-- given: create role owner_11
-- given: alter table orders owner to owner_11
-- given: grant select on orders to pg_monitor
-- given: alter type mood owner to owner_11
-- given: alter function stable_one() owner to owner_11
reassign owned by owner_11 to pg_monitor;

-- case: undo: cluster by another index
-- given: cluster customers using customers_name_idx
cluster customers using customers_seen_idx;

-- case: undo: refresh what was empty
-- given: refresh materialized view order_totals with no data
refresh materialized view order_totals;

-- case: undo: reindex a table into another tablespace
reindex (tablespace locks_place) table customers;

-- case: undo: explain analyze of a select
explain (analyze) select * from customers;

-- case: undo: explain analyze of an update
explain (analyze) update customers set score = 2;

-- case: undo: alter an event trigger
-- given: create function on_ddl() returns event_trigger language plpgsql as 'begin end'
-- given: create event trigger told on ddl_command_end execute function on_ddl()
alter event trigger told disable;
