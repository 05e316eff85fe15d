-- caught: the same
-- given: create table t (a integer, b integer);
-- given: create index i on t (a);
create index concurrently j on t (a);
-- caught: the beginning of another one
-- given: create table t (a integer, b integer);
-- given: create index i on t (a, b);
create index concurrently j on t (a);
-- caught: a primary key
-- given: create table t (a integer primary key, b integer);
create index concurrently j on t (a);
-- caught: the same expression and predicate
-- given: create table t (a text, b integer);
-- given: create index i on t (lower(a)) where b > 0;
create index concurrently j on t (lower(a)) where b > 0;
-- caught: unique twice
-- given: create table t (a integer unique, b integer);
create unique index concurrently j on t (a);
-- caught: a unique column of a table of the same migration
create table t (a integer unique);
create index i on t (a);
-- clean: the other way round
-- given: create table t (a integer, b integer);
-- given: create index i on t (a);
create index concurrently j on t (a, b);
-- clean: a second column
-- given: create table t (a integer, b integer);
-- given: create index i on t (a, b);
create index concurrently j on t (b);
-- clean: another predicate
-- given: create table t (a integer, b integer);
-- given: create index i on t (a) where b > 0;
create index concurrently j on t (a);
-- clean: another order
-- given: create table t (a integer, b integer);
-- given: create index i on t (a, b);
create index concurrently j on t (a, b desc);
-- clean: another operator class
-- given: create table t (a text);
-- given: create index i on t (a);
create index concurrently j on t (a text_pattern_ops);
-- clean: another method
-- given: create table t (a integer);
-- given: create index i on t using hash (a);
create index concurrently j on t (a);
-- clean: a unique one where none was
-- given: create table t (a integer, b integer);
-- given: create index i on t (a);
create unique index concurrently j on t (a);
-- clean: the other one is INVALID
-- given: create table t (a integer, b integer);
-- given: create index i on t (a);
-- given: update pg_index set indisvalid = false where indexrelid = 'i'::regclass;
create index concurrently j on t (a);
-- clean: an expression of a table of the same migration
create table t (a text, b text);
create index i on t (lower(a));
create index j on t (lower(b));
-- clean: nothing is known of the table
create index concurrently j on t (a);
