-- caught, in doubt: PL/pgSQL
create function f() returns void language plpgsql as $$ begin create index i on t (a); end $$;
-- caught, in doubt: SQL
create procedure p() language sql as 'alter table t add column b integer';
-- clean: it changes rows
create function f() returns void language plpgsql as $$ begin update t set a = 1; end $$;
-- clean: another language
create function f() returns void language plpython3u as $$ x $$;
-- clean: a body in standard SQL
create function f() returns integer begin atomic select 1; end;
