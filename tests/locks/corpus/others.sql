-- case: lock table
lock table customers;

-- case: lock table in share mode
lock table customers in share mode;

-- case: lock table in access share mode nowait
lock table customers in access share mode nowait;

-- case: lock partitioned table
lock table events in exclusive mode;

-- case: lock view
lock table order_notes in share mode;

-- case: vacuum
-- would also try ACCESS EXCLUSIVE for a moment where the table's last pages are empty; here they are not
-- alone
vacuum customers;

-- case: vacuum analyze
-- alone
vacuum (analyze) customers;

-- case: vacuum full
-- alone
vacuum full customers;

-- case: vacuum freeze
-- alone
vacuum (freeze) customers;

-- case: vacuum partitioned table
-- alone
vacuum events;

-- case: vacuum full of a partition
-- alone
vacuum full events_2026;

-- case: vacuum without index cleanup
-- alone
vacuum (index_cleanup off, truncate off) counters;

-- case: vacuum full of a materialized view
-- alone
vacuum full order_totals;

-- case: vacuum in a transaction
-- fails: 25001
vacuum customers;

-- case: analyze
analyze customers;

-- case: analyze columns
analyze customers (region, score);

-- case: analyze only the parent of inheritance
-- the child: SHARE UPDATE EXCLUSIVE in 18 (children are analyzed too), ACCESS SHARE up to 17
analyze animals;

-- case: comment on table
comment on table customers is 'x';

-- case: comment on column
comment on column customers.name is 'x';

-- case: comment on index
comment on index customers_name_idx is 'x';

-- case: comment on constraint
-- constraints, triggers, policies and rules: ACCESS SHARE on the table only, unlike tables, columns and indexes
comment on constraint orders_total_positive on orders is 'x';

-- case: comment on trigger
comment on trigger orders_keep on orders is 'x';

-- case: comment on policy
comment on policy accounts_own on accounts is 'x';

-- case: comment on rule
comment on rule staff_stay on staff is 'x';

-- case: comment on view
comment on view order_notes is 'x';

-- case: comment on a column of a view
comment on column order_notes.note is 'x';

-- case: comment on materialized view
comment on materialized view order_totals is 'x';

-- case: comment on sequence
comment on sequence free_seq is 'x';

-- case: comment on type
comment on type mood is 'x';

-- case: comment on domain constraint
comment on constraint positive_check on domain positive is 'x';

-- case: comment on function
comment on function keep() is 'x';

-- case: comment on schema
comment on schema side is 'x';

-- case: comment on statistics
-- no lock on the table
comment on statistics customers_stat is 'x';

-- case: security label
-- fails: 22023
security label on table customers is 'x';

-- case: grant on table
-- ACCESS SHARE in 18, no lock up to 17; not so for GRANT ON ALL TABLES
grant select on customers to pg_monitor;

-- case: grant on all tables
grant select on all tables in schema side to pg_monitor;

-- case: grant on column
grant select (name) on customers to pg_monitor;

-- case: revoke on table
revoke select on customers from pg_monitor;

-- case: grant on sequence
grant usage on sequence free_seq to pg_monitor;

-- case: grant on schema
grant usage on schema side to pg_monitor;

-- case: alter default privileges
alter default privileges in schema side grant select on tables to pg_monitor;

-- case: create schema
create schema fresh;

-- case: create schema with a table
create schema fresh create table one (id integer);

-- case: rename schema
alter schema side rename to aside;

-- case: owner of a schema
alter schema side owner to pg_monitor;

-- case: create view
create view fresh as select id, name from customers;

-- case: create view of two tables
create view fresh as select o.id, c.name from orders as o join customers as c on c.id = o.customer_id;

-- case: create view of a view
create view fresh as select id from order_notes;

-- case: create or replace view
create or replace view order_notes as select id, note from orders where total > 0;

-- case: create or replace view with a column more
create or replace view order_notes as select id, note, total from orders;

-- case: create or replace view with a column fewer
-- fails: 42P16
create or replace view order_notes as select id from orders;

-- case: create or replace view that does not exist
create or replace view fresh as select id from customers;

-- case: rename view
alter view order_notes rename to order_remarks;

-- case: set options of a view
alter view order_notes set (security_barrier = true);

-- case: owner of a view
alter view order_notes owner to pg_monitor;

-- case: set schema of a view
alter view order_notes set schema side;

-- case: create materialized view
create materialized view fresh as select region, count(*) as n from customers group by region;

-- case: create materialized view with no data
create materialized view fresh as select region, count(*) as n from customers group by region with no data;

-- case: refresh materialized view
refresh materialized view order_totals;

-- case: refresh materialized view concurrently
refresh materialized view concurrently order_totals;

-- case: refresh materialized view concurrently without a unique index
-- fails: 55000
refresh materialized view concurrently order_count;

-- case: refresh materialized view with no data
refresh materialized view order_totals with no data;

-- case: rename materialized view
alter materialized view order_totals rename to order_sums;

-- case: set options of a materialized view
alter materialized view order_totals set (fillfactor = 80);

-- case: create rule
create rule customers_stay as on delete to customers do instead nothing;

-- case: create or replace rule
create or replace rule staff_stay as on delete to staff do instead nothing;

-- case: rename rule
alter rule staff_stay on staff rename to staff_remain;

-- case: create policy
create policy customers_own on customers using (email = current_user);

-- case: create policy with a subquery
create policy customers_own on customers using (id in (select customer_id from orders));

-- case: alter policy
alter policy accounts_own on accounts using (true);

-- case: rename policy
alter policy accounts_own on accounts rename to accounts_mine;

-- case: create trigger
create trigger customers_keep before insert on customers for each row execute function keep();

-- case: create trigger on a view
create trigger notes_keep instead of insert on order_notes for each row execute function keep();

-- case: create or replace trigger
create or replace trigger orders_keep before update on orders for each row execute function keep();

-- case: create or replace trigger that does not exist
create or replace trigger customers_keep before update on customers for each row execute function keep();

-- case: create constraint trigger
create constraint trigger customers_keep after insert on customers deferrable for each row execute function keep();

-- case: create constraint trigger with a reference
create constraint trigger items_keep after insert on items from orders for each row execute function keep();

-- case: rename trigger
alter trigger orders_keep on orders rename to orders_hold;

-- case: create statistics
create statistics customers_more on region, score from customers;

-- case: create statistics if not exists that exists
create statistics if not exists customers_stat on region, city from customers;

-- case: alter statistics
alter statistics customers_stat set statistics 500;

-- case: rename statistics
alter statistics customers_stat rename to customers_statistics;

-- case: create publication for a table
create publication news for table customers;

-- case: create publication for a partitioned table
create publication news for table events;

-- case: create publication for all tables
create publication news for all tables;

-- case: create publication for a schema
-- pg: >= 15
create publication news for tables in schema side;

-- case: alter publication add table
-- given: create publication news
alter publication news add table customers;

-- case: alter publication drop table
-- given: create publication news for table customers
alter publication news drop table customers;

-- case: alter publication set table
-- given: create publication news for table customers
alter publication news set table orders;

-- case: alter publication set options
-- given: create publication news for table customers
alter publication news set (publish = 'insert');

-- case: create sequence
create sequence fresh;

-- case: create sequence owned by
create sequence fresh owned by customers.score;

-- case: alter sequence restart
alter sequence free_seq restart with 100;

-- case: alter sequence increment
alter sequence free_seq increment by 2;

-- case: alter sequence owned by
alter sequence free_seq owned by customers.score;

-- case: alter sequence as bigint
alter sequence orders_number_seq as bigint;

-- case: rename sequence
alter sequence free_seq rename to loose_seq;

-- case: owner of a sequence
alter sequence free_seq owner to pg_monitor;

-- case: set schema of a sequence
alter sequence free_seq set schema side;

-- case: alter sequence logged
-- pg: >= 15
alter sequence free_seq set unlogged;

-- case: setval
select setval('free_seq', 100);

-- case: nextval
select nextval('free_seq');

-- case: create function
create function fresh() returns integer language sql as 'select 1';

-- case: create or replace function
create or replace function stable_one() returns integer language sql stable as 'select 2';

-- case: create function with a body that reads a table
create function fresh() returns bigint language sql as 'select count(*) from customers';

-- case: create function with a standard body that reads a table
create function fresh() returns bigint language sql begin atomic select count(*) from customers; end;

-- case: create procedure
-- a body in SQL is analysed: the lock of its statements
create procedure fresh() language sql as 'update customers set score = 1';

-- case: alter function
alter function stable_one() volatile;

-- case: rename function
alter function stable_one() rename to steady_one;

-- case: create aggregate
create aggregate fresh (integer) (sfunc = int4pl, stype = integer);

-- case: create operator
create operator === (leftarg = integer, rightarg = integer, function = int4eq);

-- case: create cast
create cast (mood as integer) with inout;

-- case: create collation
create collation fresh from "C";

-- case: create event trigger
-- given: create function on_ddl() returns event_trigger language plpgsql as 'begin end'
create event trigger fresh on ddl_command_end execute function on_ddl();

-- case: set lock_timeout
set lock_timeout = '2s';

-- case: set local statement_timeout
set local statement_timeout = '2s';

-- case: reset
reset lock_timeout;

-- case: set constraints
set constraints all deferred;

-- case: select for update
select * from customers for update;

-- case: select
select * from customers;

-- case: do block
do $$ begin alter table customers add column extra_one integer; end $$;

-- case: do block with dynamic sql
do $$ begin execute 'alter table ' || quote_ident('customers') || ' add column extra_one integer'; end $$;

-- case: call
call do_nothing();

-- case: notify
notify news;

-- case: checkpoint
checkpoint;

-- case: explain
explain select * from customers;

-- case: analyze everything
analyze;

-- case: vacuum full of a partitioned table
-- alone
vacuum full events;

-- case: vacuum two tables
-- alone
vacuum customers, counters;

-- case: vacuum without toast
-- alone
vacuum (process_toast off) customers;

-- case: vacuum full analyze
-- alone
vacuum (full, analyze) counters;

-- case: create foreign table
-- given: create foreign data wrapper elsewhere
-- given: create server far foreign data wrapper elsewhere
create foreign table fresh (id integer) server far;

-- case: alter foreign table
-- given: create foreign data wrapper elsewhere
-- given: create server far foreign data wrapper elsewhere
-- given: create foreign table distant (id integer) server far
alter foreign table distant add column name text default 'x';

-- case: drop foreign table
-- given: create foreign data wrapper elsewhere
-- given: create server far foreign data wrapper elsewhere
-- given: create foreign table distant (id integer) server far
drop foreign table distant;

-- case: rename a column of a materialized view
alter materialized view order_totals rename column total to amount;

-- case: set statistics of a materialized view
alter materialized view order_totals alter column total set statistics 500;

-- case: set schema of a materialized view
alter materialized view order_totals set schema side;

-- case: owner of a materialized view
alter materialized view order_totals owner to pg_monitor;

-- case: refresh materialized view over another
-- given: create materialized view order_tops as select max(total) as top from order_totals
-- given: create index order_tops_idx on order_tops (top)
refresh materialized view order_tops;

-- case: alter view set check option
alter view order_notes set (check_option = local);

-- case: create temporary view
create temporary view fresh as select id from customers;

-- case: create extension that exists
create extension if not exists plpgsql;

-- case: alter sequence of an identity column
alter sequence tickets_id_seq restart with 1000;

-- case: alter sequence owned by none
alter sequence orders_number_seq owned by none;

-- case: alter sequence if exists that does not
alter sequence if exists no_such restart;

-- case: create function that reads a table in plpgsql
create function fresh() returns bigint language plpgsql as 'begin return (select count(*) from customers); end';

-- case: grant with two tables
grant select, insert on customers, orders to pg_monitor;

-- case: grant on function
grant execute on function stable_one() to pg_monitor;

-- case: create role
create role locks_fresh;

-- case: alter role set
-- before: create role locks_fresh
alter role locks_fresh set lock_timeout = '2s';

-- case: alter database set
alter database locks_base set lock_timeout = '2s';

-- case: do block that reads and writes
do $$ begin update counters set n = n + 1000 where id = 1; create index on counters (n, m); end $$;

-- case: select from a view
select * from order_notes;

-- case: select with a join
select * from orders as o join customers as c on c.id = o.customer_id;

-- case: select for share
select * from counters for share;

-- case: values
values (1), (2);

-- case: prepare
prepare one as select * from customers;

-- case: discard plans
discard plans;

-- case: declare cursor
declare walk cursor for select * from customers;
