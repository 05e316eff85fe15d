-- caught, in doubt: which tables use it is not known
alter domain d add constraint k check (value > 0);
-- caught: a table uses it
-- given: create domain d as integer;
-- given: create table t (a d);
alter domain d add constraint k check (value > 0);
-- clean: no table uses it
-- given: create domain d as integer;
alter domain d add constraint k check (value > 0);
-- clean: not valid
-- given: create domain d as integer;
-- given: create table t (a d);
alter domain d add constraint k check (value > 0) not valid;
-- clean: not valid, without a catalog
alter domain d add constraint k check (value > 0) not valid;
-- clean: something else of a domain
alter domain d set default 1;
-- clean: a domain of the same migration
-- given: create table t (a integer);
create domain d as integer;
alter domain d add constraint k check (value > 0);
-- caught: validating, which locks as much
-- given: create domain d as integer;
-- given: create table t (a d);
-- given: alter domain d add constraint k check (value > 0) not valid;
alter domain d validate constraint k;
-- caught, in doubt: validating, where it is not known what uses it
alter domain d validate constraint k;
