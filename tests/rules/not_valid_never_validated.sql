-- caught: a check
alter table t add constraint k check (a > 0) not valid;
-- caught: a foreign key
alter table t add foreign key (a) references p not valid;
-- caught: another one is validated
alter table t add constraint k check (a > 0) not valid;
alter table t validate constraint other;
-- caught: the same name of another table
alter table t add constraint k check (a > 0) not valid;
alter table u validate constraint k;
-- caught: not null by name
alter table t add constraint k not null a not valid;
-- clean: validated
alter table t add constraint k check (a > 0) not valid;
alter table t validate constraint k;
-- clean: validated in a later file
alter table t add constraint k check (a > 0) not valid;
-- next file
alter table t validate constraint k;
-- clean: by the name PostgreSQL gives it
alter table t add foreign key (a, b) references p not valid;
alter table t validate constraint t_a_b_fkey;
-- clean: a check by the name PostgreSQL gives it
alter table t add check (a > 0 and a < 10) not valid;
alter table t validate constraint t_a_check;
-- clean: dropped again
alter table t add constraint k check (a is not null) not valid;
alter table t drop constraint k;
-- clean: of a domain, where validating stops writes
alter domain d add constraint k check (value > 0) not valid;
-- clean: on a table of the same migration
create table t (a integer);
alter table t add constraint k check (a > 0) not valid;
-- clean: valid at once
alter table t add constraint k check (a > 0);
-- caught: of the catalog
-- given: create table t (a integer);
alter table t add constraint k check (a > 0) not valid;
-- clean: of the catalog, with its schema or without
-- given: create table t (a integer);
alter table public.t add constraint k check (a > 0) not valid;
alter table t validate constraint k;
