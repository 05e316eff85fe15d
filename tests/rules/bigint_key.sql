-- caught: serial
create table t (id serial primary key);
-- caught: integer, the key beside the columns
create table t (a integer, b text, primary key (a));
-- clean: bigint
create table t (id bigint generated always as identity primary key);
-- clean: an integer that is no key
create table t (id bigint primary key, n integer);
