-- caught: 14.3
-- version: 140003
create index concurrently i on t (a);
-- caught: 14.0, a reindex
-- version: 140000
reindex index concurrently i;
-- clean: 14.4
-- version: 140004
create index concurrently i on t (a);
-- clean: a build that is not concurrent
-- version: 140003
create index i on t (a);
-- clean: a table that nobody writes to yet
-- version: 140003
create table t (a integer);
create index concurrently i on t (a);
-- clean: an unknown server
create index concurrently i on t (a);
-- clean: a server of today
-- given: create table t (a integer);
create index concurrently i on t (a);
