-- caught: a column that references
create table t (a integer references p);
-- caught: a constraint of the table
create table t (a integer, b integer, constraint f foreign key (a, b) references p (a, b));
-- caught: a table of the catalog
-- given: create table p (id integer primary key);
create table t (a integer references p);
-- caught: a partition whose parent references
-- given: create table p (id integer primary key);
-- given: create table m (a integer references p) partition by list (a);
create table m1 partition of m for values in (1);
-- clean: a table of the same migration
create table p (id integer primary key);
create table t (a integer references p);
-- clean: itself
create table t (id integer primary key, up integer references t);
-- clean: no reference
create table t (a integer check (a > 0));
-- clean: a copy, which has no foreign keys
-- given: create table p (id integer primary key);
-- given: create table m (a integer references p);
create table t (like m including all);
