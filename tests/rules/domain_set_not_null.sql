-- caught, in doubt: which tables use it is not known
alter domain d set not null;
-- caught: a table uses it
-- given: create domain d as integer;
-- given: create table t (a d);
alter domain d set not null;
-- caught: written as a constraint
-- pg: >= 17
-- given: create domain d as integer;
-- given: create table t (a d);
alter domain d add constraint k not null;
-- clean: no table uses it
-- given: create domain d as integer;
alter domain d set not null;
-- clean: dropping it
-- given: create domain d as integer not null;
-- given: create table t (a d);
alter domain d drop not null;
-- clean: a check
alter domain d add constraint k check (value > 0);
