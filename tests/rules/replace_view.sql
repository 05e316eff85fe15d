-- caught, in doubt: there may be such a view
create or replace view v as select 1 as a;
-- caught: a view of the catalog
-- given: create view v as select 1 as a;
create or replace view v as select 2 as a;
-- clean: there is no such view
-- given: create view other as select 1 as a;
create or replace view v as select 2 as a;
-- clean: a new one
create view v as select 1 as a;
-- clean: a view of the same migration
create view v as select 1 as a;
create or replace view v as select 2 as a;
