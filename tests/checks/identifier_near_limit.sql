-- clean
create table public.short_name (id integer primary key);
-- broken
-- expect: public.a_name_so_long_that_it_fills_all_of_the_sixty_three_bytes_there
create table public.a_name_so_long_that_it_fills_all_of_the_sixty_three_bytes_there_are (id integer);
-- fixed
alter table public.a_name_so_long_that_it_fills_all_of_the_sixty_three_bytes_there rename to a_shorter_name;
