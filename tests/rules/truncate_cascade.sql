-- caught, in doubt: a table nobody here knows
truncate t cascade;
-- caught: a table that references it
-- given: create table p (id integer primary key);
-- given: create table t (a integer references p);
truncate p cascade;
-- caught: a table two references away
-- given: create table p (id integer primary key);
-- given: create table t (id integer primary key references p);
-- given: create table u (id integer references t);
truncate p, t cascade;
-- clean: nothing references it
-- given: create table p (id integer primary key);
truncate p cascade;
-- clean: all are named
-- given: create table p (id integer primary key);
-- given: create table t (a integer references p);
truncate p, t cascade;
-- clean: without CASCADE
truncate t;
-- clean: a table of the same migration
create table t (a integer);
truncate t cascade;
