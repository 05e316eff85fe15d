-- clean
create table public.keyed (id integer primary key);
create table public.whole_rows (note text);
alter table public.whole_rows replica identity full;
create table public.only_inserted (note text);
create publication changes for table public.keyed, public.whole_rows;
create publication inserts for table public.only_inserted with (publish = 'insert');
-- broken
-- expect: public."Order lines"
create table public."Order lines" (order_id integer not null, line integer not null);
alter publication changes add table public."Order lines";
-- fixed
alter table public."Order lines" add primary key (order_id, line);
