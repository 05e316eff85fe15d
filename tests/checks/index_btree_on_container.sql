-- clean
create table public.posts (id integer primary key, "tag list" text[], path integer[] unique, body jsonb, title text);
create index posts_tags on public.posts using gin ("tag list");
create index posts_body on public.posts ((body ->> 'author'));
create index posts_title on public.posts (title);
create index posts_partial on public.posts ("tag list") where title is null;
create index posts_two on public.posts ("tag list", title);
create index posts_hash on public.posts using hash (body);
-- broken
-- expect: public."posts' tags"
-- expect: public.posts_whole_body
create index "posts' tags" on public.posts ("tag list");
create index posts_whole_body on public.posts (body);
-- fixed
create index concurrently on public.posts using gin ("tag list");
drop index concurrently public."posts' tags";
create index concurrently on public.posts using gin (body);
drop index concurrently public.posts_whole_body;
