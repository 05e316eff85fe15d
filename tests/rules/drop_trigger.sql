-- caught: a trigger
drop trigger g on t;
-- caught: a trigger of the catalog
-- given: create table t (a integer);
-- given: create function f() returns trigger language plpgsql as 'begin return new; end';
-- given: create trigger g before insert on t for each row execute function f();
drop trigger g on public.t;
-- clean: a table of the same migration
create table t (a integer);
create trigger g before insert on t for each row execute function f();
drop trigger g on t;
-- clean: a view
drop view v;
