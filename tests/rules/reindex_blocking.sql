-- caught: of a table
reindex table t;
-- caught: of an index
reindex index i;
-- caught: of a schema
reindex schema public;
-- caught: of the system catalogs
reindex system;
-- clean: concurrently
reindex index concurrently i;
-- clean: concurrently as an option
reindex (concurrently, verbose) table t;
-- clean: a schema, concurrently
reindex schema concurrently public;
-- clean: of a table that this migration has made
create table t (a integer primary key);
reindex table t;
-- caught: of a table of the catalog
-- given: create table t (a integer primary key);
reindex table t;
-- caught: of an index of the catalog
-- given: create table t (a integer primary key);
reindex index t_pkey;
-- caught: of a partitioned table
-- given: create table t (a integer primary key) partition by range (a);
-- given: create table t1 partition of t for values from (1) to (10);
reindex table t;
-- clean: concurrently, of a table of the catalog
-- given: create table t (a integer primary key);
reindex table concurrently t;
