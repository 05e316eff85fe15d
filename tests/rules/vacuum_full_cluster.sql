-- caught: vacuum full
vacuum full t;
-- caught: vacuum full among other options
vacuum (verbose, full true) t;
-- caught, in doubt: the whole database
vacuum full;
-- caught: cluster
cluster t using i;
-- caught, in doubt: all tables that were clustered before
cluster;
-- caught: a table of the catalog
-- given: create table t (a integer);
vacuum (full, analyze) t;
-- clean: vacuum
vacuum (analyze) t;
-- clean: full, but off
vacuum (full off) t;
-- clean: a table of the same migration
create table t (a integer);
vacuum full t;
