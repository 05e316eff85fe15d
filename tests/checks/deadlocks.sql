-- clean
create table public.accounts (id integer primary key, balance integer not null default 0);
insert into public.accounts (id) values (1), (2);
-- broken
-- in session one, do not wait:
update public.accounts set balance = 1 where id = 1; select pg_sleep(0.3); update public.accounts set balance = 1 where id = 2;
-- in session two, do not wait:
update public.accounts set balance = 2 where id = 2; select pg_sleep(0.3); update public.accounts set balance = 2 where id = 1;
-- wait: select deadlocks > 0 from pg_catalog.pg_stat_database where datname = pg_catalog.current_database()
-- fixed
-- first look
select 1;
