-- clean
select 1;
-- broken
-- expect: "from shop"
set client_min_messages = error;
create subscription "from shop" connection 'dbname=nowhere' publication changes with (connect = false, slot_name = none);
-- fixed
drop subscription "from shop";
