-- case: drop table
drop table counters;

-- case: drop table if exists that does not
drop table if exists no_such;

-- case: drop table that does not exist
-- fails: 42P01
drop table no_such;

-- case: drop table with a foreign key
drop table items;

-- case: drop table that references itself
drop table staff;

-- case: drop table that is referenced
-- fails: 2BP01
drop table customers;

-- case: drop table that is referenced with cascade
drop table customers cascade;

-- case: drop table used by a view with cascade
drop table orders cascade;

-- case: drop table with a trigger a sequence and a foreign key
-- given: drop view order_notes cascade
-- given: drop materialized view order_totals
-- given: drop materialized view order_count
-- given: drop table items
drop table orders;

-- case: drop two tables
drop table counters, drafts;

-- case: drop inheritance parent
-- fails: 2BP01
drop table animals;

-- case: drop inheritance child
drop table dogs;

-- case: drop table with a policy
drop table accounts;

-- case: drop table with a reference to a partitioned table
-- up to 14 the partitions of the referenced table are locked but not itself
drop table refunds;

-- case: drop view
drop view order_notes_short;

-- case: drop view that another uses
-- fails: 2BP01
drop view order_notes;

-- case: drop view with cascade
drop view order_notes cascade;

-- case: drop materialized view
drop materialized view order_totals;

-- case: drop sequence
drop sequence free_seq;

-- case: drop owned sequence
-- fails: 2BP01
drop sequence orders_number_seq;

-- case: drop owned sequence with cascade
drop sequence orders_number_seq cascade;

-- case: drop type
-- given: create type unused as enum ('a')
drop type unused;

-- case: drop type in use
-- fails: 2BP01
drop type mood;

-- case: drop type in use with cascade
drop type mood cascade;

-- case: drop composite type of a table with cascade
drop type person cascade;

-- case: drop domain in use with cascade
drop domain positive cascade;

-- case: drop domain
-- given: create domain unused as text
drop domain unused;

-- case: drop function
drop function stable_one();

-- case: drop function of a trigger
-- fails: 2BP01
drop function keep();

-- case: drop function of a trigger with cascade
drop function keep() cascade;

-- case: drop procedure
drop procedure do_nothing();

-- case: drop schema
-- given: create schema bare
drop schema bare;

-- case: drop schema with tables
-- fails: 2BP01
drop schema side;

-- case: drop schema with cascade
drop schema side cascade;

-- case: drop trigger
drop trigger orders_keep on orders;

-- case: drop policy
drop policy accounts_own on accounts;

-- case: drop rule
drop rule staff_stay on staff;

-- case: drop statistics
-- the table too
drop statistics customers_stat;

-- case: drop publication
-- given: create publication news for table customers
drop publication news;

-- case: drop extension
drop extension plpgsql cascade;

-- case: drop owned
-- before: create role locks_owner
-- before: grant select on customers to locks_owner
-- before: grant select on side.settings to locks_owner
drop owned by locks_owner;

-- case: reassign owned
-- before: create role locks_owner
-- before: alter table counters owner to locks_owner
reassign owned by locks_owner to postgres;

-- case: truncate
truncate counters;

-- case: truncate only
truncate only animals;

-- case: truncate inheritance parent
truncate animals;

-- case: truncate restart identity
truncate tickets restart identity;

-- case: truncate that is referenced
-- fails: 0A000
truncate customers;

-- case: truncate with cascade
truncate customers cascade;

-- case: truncate two tables
truncate counters, drafts;
