-- caught: plain
refresh materialized view v;
-- caught: one of the catalog
-- given: create materialized view v as select 1 as a;
refresh materialized view v with data;
-- clean: concurrently
refresh materialized view concurrently v;
-- clean: emptied
refresh materialized view v with no data;
-- clean: one of the same migration
create materialized view v as select 1 as a with no data;
refresh materialized view v;
