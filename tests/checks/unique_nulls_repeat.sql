-- clean
create table public.users (id integer primary key, email text unique, tenant integer not null, name text);
create table public.prices (item integer not null, valid_to date, unique (item, valid_to));
create unique index prices_open on public.prices (item) where valid_to is null;
-- broken
-- expect: public."Users tenant name"
create unique index "Users tenant name" on public.users (tenant, name);
-- fixed
create unique index concurrently on public.users (tenant) where name is null;
