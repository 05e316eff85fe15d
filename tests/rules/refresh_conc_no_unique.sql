-- caught: no index
-- given: create materialized view v as select 1 as a;
refresh materialized view concurrently v;
-- caught: a unique index with WHERE
-- given: create materialized view v as select 1 as a;
-- given: create unique index i on v (a) where a > 0;
refresh materialized view concurrently v;
-- caught: a unique index on an expression
-- given: create materialized view v as select 1 as a;
-- given: create unique index i on v ((a + 1));
refresh materialized view concurrently v;
-- caught: an index that is not unique
-- given: create materialized view v as select 1 as a;
-- given: create index i on v (a);
refresh materialized view concurrently v;
-- clean: a unique index
-- given: create materialized view v as select 1 as a;
-- given: create unique index i on v (a);
refresh materialized view concurrently v;
-- clean: a unique index made before
-- given: create materialized view v as select 1 as a;
create unique index concurrently i on v (a);
refresh materialized view concurrently v;
-- clean: without CONCURRENTLY
-- given: create materialized view v as select 1 as a;
refresh materialized view v;
-- clean: a view nobody here knows
refresh materialized view concurrently v;
