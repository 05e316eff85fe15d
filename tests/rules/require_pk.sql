-- caught: none
create table t (a integer);
-- clean: at its column
create table t (a integer primary key);
-- clean: beside the columns
create table t (a integer, b integer, primary key (a, b));
-- clean: a partition has its parent's
create table p partition of t for values in (1);
-- clean: copied
create table c (like t including indexes);
