-- caught: a check
create domain d as integer check (value > 0);
-- caught: not null
-- given: create table t (a integer);
create domain d as integer not null;
-- clean: neither
create domain d as integer default 1;
