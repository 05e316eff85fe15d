-- caught: a trigger
create trigger g before insert on t for each row execute function f();
-- caught: a trigger replaced, of the catalog
-- given: create table t (a integer);
-- given: create function f() returns trigger language plpgsql as 'begin return new; end';
create or replace trigger g before insert on t for each row execute function f();
-- clean: a table of the same migration
create table t (a integer);
create trigger g before insert on t for each row execute function f();
-- clean: its function
create function f() returns trigger language plpgsql as 'begin return new; end';
