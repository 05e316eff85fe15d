-- caught: a check
begin;
alter table t add constraint k check (a > 0) not valid;
alter table t validate constraint k;
commit;
-- caught: a foreign key, without a name
begin;
alter table t add foreign key (a) references p not valid;
alter table t validate constraint t_a_fkey;
commit;
-- caught: in one statement
alter table t add constraint k check (a > 0) not valid, validate constraint k;
-- caught: in a do block
do $$ begin
    alter table t add constraint k check (a > 0) not valid;
    alter table t validate constraint k;
end $$;
-- caught: never committed
begin;
alter table t add constraint k check (a > 0) not valid;
alter table t validate constraint k;
-- clean: in two statements
alter table t add constraint k check (a > 0) not valid;
alter table t validate constraint k;
-- clean: in two transactions
begin;
alter table t add constraint k check (a > 0) not valid;
commit;
begin;
alter table t validate constraint k;
commit;
-- clean: after the commit
begin; alter table t add constraint k check (a > 0) not valid; commit; alter table t validate constraint k;
-- clean: of another table
begin;
alter table t add constraint k check (a > 0) not valid;
alter table u validate constraint k;
commit;
-- clean: on a table of the same migration
begin;
create table t (a integer);
alter table t add constraint k check (a > 0) not valid;
alter table t validate constraint k;
commit;
-- caught: of the catalog
-- given: create table t (a integer);
begin;
alter table t add constraint k check (a > 0) not valid;
alter table t validate constraint k;
commit;
-- clean: of the catalog, added before
-- given: create table t (a integer);
-- given: alter table t add constraint k check (a > 0) not valid;
begin;
alter table t validate constraint k;
commit;
-- clean: in a do block after the one that adds it
alter table t add constraint k check (a > 0) not valid;
do $$ begin alter table t validate constraint k; end $$;
-- clean: in a do block that commits in between
do $$ begin
    alter table t add constraint k check (a > 0) not valid;
    commit;
    alter table t validate constraint k;
end $$;
