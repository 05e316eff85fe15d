-- clean
create table public.yearly (day date, note text) partition by range (day);
do $$ begin execute pg_catalog.format('create table public.yearly_1 partition of public.yearly for values from (%L) to (%L)', current_date - 305, current_date + 60); end $$;
create table public.open_end (at timestamptz) partition by range (at);
create table public.open_end_1 partition of public.open_end for values from ('2020-01-01') to (maxvalue);
create table public.numbers (id integer) partition by range (id);
create table public.numbers_1 partition of public.numbers for values from (1) to (9);
create table public.levels (day date) partition by range (day);
do $$ begin execute pg_catalog.format('create table public.levels_1 partition of public.levels for values from (%L) to (%L) partition by range (day)', current_date - 9, current_date + 1); end $$;
do $$ begin execute pg_catalog.format('create table public.levels_2 partition of public.levels for values from (%L) to (%L) partition by range (day)', current_date + 1, current_date + 100); end $$;
create table public.levels_d partition of public.levels_1 for values from ('2020-01-01') to ('2020-01-02');
-- broken
-- expect: public."Daily"
-- expect: public.ended
create table public."Daily" (at timestamp, tenant integer) partition by range (at, tenant);
do $$ begin execute pg_catalog.format('create table public.daily_1 partition of public."Daily" for values from (%L, 1) to (%L, 1)', current_date, current_date + 1); end $$;
create table public.ended (day date) partition by range (day);
do $$ begin execute pg_catalog.format('create table public.ended_1 partition of public.ended for values from (%L) to (%L)', current_date - 40, current_date - 10); end $$;
-- fixed
do $$ begin execute pg_catalog.format('create table public.daily_2 partition of public."Daily" for values from (%L, 1) to (%L, 1)', current_date + 1, current_date + 2); end $$;
do $$ begin execute pg_catalog.format('create table public.daily_3 partition of public."Daily" for values from (%L, 1) to (%L, minvalue)', current_date + 2, current_date + 4); end $$;
do $$ begin execute pg_catalog.format('create table public.ended_2 partition of public.ended for values from (%L) to (%L)', current_date - 10, current_date + 50); end $$;
