-- caught: a build that stops writes
create index i on t (a);
-- clean: it is bounded
set statement_timeout = '5min';
create index i on t (a);
-- clean: nobody is stopped
create index concurrently i on t (a);
-- clean: an instant
alter table t drop column a;
