-- case: create table
create table fresh (id integer primary key, name text not null);

-- case: create table if not exists that exists
create table if not exists customers (id integer);

-- case: create table that exists
-- fails: 42P07
create table customers (id integer);

-- case: create table with a reference
create table fresh (id integer primary key, customer_id integer references customers);

-- case: create table with a reference to a partitioned table
create table fresh (id integer, day date, foreign key (id, day) references payments);

-- case: create table with two references
create table fresh (id integer primary key, customer_id integer references customers, order_id bigint references orders);

-- case: create table with a reference to itself
create table fresh (id integer primary key, up_id integer references fresh);

-- case: create table like
create table fresh (like customers);

-- case: create table like including all
create table fresh (like customers including all);

-- case: create table like a generated table
create table fresh (like tickets including all);

-- case: create table that inherits
-- SHARE UPDATE EXCLUSIVE on the parent
create table birds (wings integer) inherits (animals);

-- case: create table of a type
create table fresh of person;

-- case: create table of a domain and an enum
create table fresh (value positive, feeling mood);

-- case: create table as
create table fresh as select id, name from customers;

-- case: create table as with no data
create table fresh as select id, name from customers with no data;

-- case: create table as of a view
create table fresh as select * from order_notes;

-- case: select into
select id, name into fresh from customers;

-- case: create temporary table
create temporary table fresh (id integer primary key);

-- case: create unlogged table
create unlogged table fresh (id integer primary key);

-- case: create partitioned table
create table fresh (id integer, day date) partition by range (day);

-- case: create table with serial
create table fresh (id bigserial primary key);

-- case: create table with a default from a sequence
create table fresh (id bigint default nextval('free_seq'));

-- case: create table with an exclusion constraint
create table fresh (during tsrange, exclude using gist (during with &&));

-- case: alter a table made before it
-- before: create table fresh (id integer)
alter table fresh add column name text not null, add primary key (id);

-- case: add foreign key from a table made before it
-- before: create table fresh (id integer primary key, customer_id integer)
alter table fresh add foreign key (customer_id) references customers;

-- case: insert into a table made before it
-- before: create table fresh (id integer primary key, customer_id integer)
insert into fresh select id, id from customers;

-- case: rename table
alter table customers rename to clients;

-- case: rename table that does not exist
-- fails: 42P01
alter table no_such rename to clients;

-- case: rename table if exists that does not
alter table if exists no_such rename to clients;

-- case: set schema
alter table counters set schema side;

-- case: set schema of a table with an owned sequence
alter table orders set schema side;

-- case: owner
-- indexes and TOAST too
alter table customers owner to pg_monitor;

-- case: owner of a table with an owned sequence
alter table orders owner to pg_monitor;

-- case: owner that is already
alter table customers owner to postgres;

-- case: set fillfactor
-- the TOAST table too, whatever the option
alter table customers set (fillfactor = 80);

-- case: set autovacuum options
alter table customers set (autovacuum_vacuum_scale_factor = 0.01, toast.autovacuum_enabled = true);

-- case: set toast option
alter table customers set (toast_tuple_target = 256);

-- case: set parallel workers
alter table customers set (parallel_workers = 2);

-- case: set user_catalog_table
alter table customers set (user_catalog_table = true);

-- case: reset options
alter table customers reset (fillfactor);

-- case: set unlogged
alter table counters set unlogged;

-- case: set unlogged that is referenced
-- fails: 42P16
alter table customers set unlogged;

-- case: set logged
alter table drafts set logged;

-- case: set logged that is
alter table counters set logged;

-- case: set tablespace
alter table counters set tablespace locks_place;

-- case: set tablespace that is
alter table counters set tablespace pg_default;

-- case: set access method that is
-- pg: >= 15
alter table counters set access method heap;

-- case: set access method to another
-- pg: >= 15
-- given: create access method heap_too type table handler heap_tableam_handler
alter table counters set access method heap_too;

-- case: replica identity full
alter table accounts replica identity full;

-- case: replica identity nothing
alter table accounts replica identity nothing;

-- case: replica identity using index
alter table counters replica identity using index counters_m_idx;

-- case: replica identity default
alter table accounts replica identity default;

-- case: enable row level security
alter table customers enable row level security;

-- case: disable row level security
alter table accounts disable row level security;

-- case: force row level security
alter table accounts force row level security;

-- case: no force row level security
alter table accounts no force row level security;

-- case: enable trigger
alter table orders enable trigger orders_keep;

-- case: disable trigger
alter table orders disable trigger orders_keep;

-- case: disable trigger all
alter table orders disable trigger all;

-- case: disable trigger user
alter table orders disable trigger user;

-- case: enable replica trigger
alter table orders enable replica trigger orders_keep;

-- case: enable always trigger
alter table orders enable always trigger orders_keep;

-- case: disable rule
alter table staff disable rule staff_stay;

-- case: enable rule
alter table staff enable rule staff_stay;

-- case: of type
-- given: create table persons (id integer, name text)
alter table persons of person;

-- case: not of
alter table people not of;

-- case: set without oids
alter table customers set without oids;

-- case: alter table that does not exist
-- fails: 42P01
alter table no_such add column n integer;

-- case: alter table if exists that does not
alter table if exists no_such add column n integer;

-- case: several harmless commands
alter table customers alter column region set statistics 500, set (fillfactor = 80), alter column region set default 'x';

-- case: two commands of a weak lock
alter table customers alter column region set statistics 500, set (fillfactor = 80);

-- case: validate with a weak command
alter table customers validate constraint customers_nick_present, alter column region set statistics 500;

-- case: validate with a strong command
alter table customers validate constraint customers_nick_present, alter column region drop default;

-- case: drop and add a column
alter table customers drop column score, add column score bigint;

-- case: drop and add a check
alter table orders drop constraint orders_total_positive, add constraint orders_total_positive check (total > 0) not valid;

-- case: alter all in a tablespace
-- given: alter table counters set tablespace locks_place
alter table all in tablespace locks_place set tablespace pg_default;

-- case: alter a view as a table
alter table order_notes rename to order_remarks;
