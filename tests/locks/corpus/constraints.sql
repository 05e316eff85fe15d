-- case: add check
alter table customers add constraint score_positive check (score > 0);

-- case: add check not valid
alter table customers add constraint score_positive check (score > 0) not valid;

-- case: add check not enforced
-- pg: >= 18
alter table customers add constraint score_positive check (score > 0) not enforced;

-- case: add check that rows break
-- fails: 23514
alter table customers add constraint score_negative check (score < 0);

-- case: add check on a partitioned table
alter table events add constraint kind_present check (kind is not null);

-- case: add check not valid on a partitioned table
alter table events add constraint kind_present check (kind is not null) not valid;

-- case: add check no inherit
-- 18 locks the children too (ACCESS EXCLUSIVE); up to 17 only the parent is locked
alter table animals add constraint animals_id_positive check (id > 0) no inherit;

-- case: add check on an inheritance parent
alter table animals add constraint animals_id_positive check (id > 0);

-- case: validate check
alter table customers validate constraint customers_nick_present;

-- case: validate check already valid
alter table customers validate constraint customers_city_present;

-- case: validate check on a partitioned table
-- given: alter table events add constraint kind_present check (kind is not null) not valid
alter table events validate constraint kind_present;

-- case: validate in the transaction that added it
-- before: alter table customers add constraint score_positive check (score > 0) not valid
alter table customers validate constraint score_positive;

-- case: add not null not valid
-- pg: >= 18
alter table customers add constraint region_set not null region not valid;

-- case: add not null
-- pg: >= 18
alter table customers add constraint region_set not null region;

-- case: add not null with a validated check
-- pg: >= 18
alter table customers add constraint city_set not null city;

-- case: validate not null
-- pg: >= 18
-- given: alter table customers add constraint region_set not null region not valid
alter table customers validate constraint region_set;

-- case: validate not null with a validated check
-- pg: >= 18
-- given: alter table customers add constraint city_set not null city not valid
alter table customers validate constraint city_set;

-- case: add unique
alter table customers add constraint customers_score_key unique (score);

-- case: add unique on duplicates
-- fails: 23505
alter table customers add constraint customers_region_key unique (region);

-- case: add unique nulls not distinct
-- pg: >= 15
alter table customers add constraint customers_score_key unique nulls not distinct (score);

-- case: add unique deferrable
alter table customers add constraint customers_score_key unique (score) deferrable initially deferred;

-- case: add unique using index
alter table customers add constraint customers_email_key unique using index customers_email_idx;

-- case: add unique using an index of the same name
alter table customers add constraint customers_email_idx unique using index customers_email_idx;

-- case: add unique on a partitioned table
-- partitions: ACCESS EXCLUSIVE in 18, SHARE up to 17
alter table events add constraint events_key unique (id, day);

-- case: add primary key
alter table accounts add primary key (id);

-- case: add primary key on a nullable column
alter table cats add primary key (id);

-- case: add primary key on a column with a validated check
-- the scan is the build of the index
-- given: alter table cats add constraint cats_id_present check (id is not null)
alter table cats add primary key (id);

-- case: add primary key that exists
-- fails: 42P16
alter table customers add primary key (email);

-- case: add primary key using index on a not null column
alter table accounts add constraint accounts_pkey primary key using index accounts_id_idx;

-- case: add primary key using index on a nullable column
-- given: create unique index cats_id_idx on cats (id)
alter table cats add constraint cats_pkey primary key using index cats_id_idx;

-- case: add primary key using index on a nullable column with a validated check
-- given: create unique index cats_id_idx on cats (id)
-- given: alter table cats add constraint cats_id_present check (id is not null)
alter table cats add constraint cats_pkey primary key using index cats_id_idx;

-- case: add primary key on a partitioned table
-- partitions: ACCESS EXCLUSIVE in 18, SHARE up to 17
alter table events add primary key (id, day);

-- case: add exclusion constraint
alter table bookings add constraint bookings_room_once exclude using gist (during with &&);

-- case: add exclusion constraint with btree
alter table cats add constraint cats_id_once exclude (id with =);

-- case: add foreign key
-- both tables are read in full; on larger tables the planner may take the index of the referenced one
alter table items add constraint items_customer_fk foreign key (customer_id) references customers;

-- case: add foreign key not valid
alter table items add constraint items_customer_fk foreign key (customer_id) references customers not valid;

-- case: add foreign key not enforced
-- pg: >= 18
alter table items add constraint items_customer_fk foreign key (customer_id) references customers not enforced;

-- case: add foreign key to a unique column
alter table customers add constraint customers_code_fk foreign key (nick) references orders (code) not valid;

-- case: add foreign key on delete cascade not valid
alter table items add foreign key (customer_id) references customers on delete cascade not valid;

-- case: add foreign key to its own table
alter table counters add constraint counters_n_fk foreign key (n) references counters;

-- case: add foreign key that rows break
-- fails: 23503
-- given: update items set customer_id = 9999 where id = 1
alter table items add constraint items_customer_fk foreign key (customer_id) references customers;

-- case: add foreign key on a partitioned table
alter table events add constraint events_customer_fk foreign key (customer_id) references customers;

-- case: add foreign key not valid on a partitioned table
-- fails: 42809 on < 18
alter table events add constraint events_customer_fk foreign key (customer_id) references customers not valid;

-- case: add foreign key to a partitioned table
alter table items add column day date, add foreign key (quantity, day) references payments;

-- case: add foreign key to a partitioned table not valid
alter table items add column day date, add foreign key (quantity, day) references payments not valid;

-- case: add foreign key on a partition
alter table events_2025 add foreign key (customer_id) references customers;

-- case: add foreign key with another type
alter table items add foreign key (order_id) references customers not valid;

-- case: validate foreign key
alter table items validate constraint items_order_fk;

-- case: validate foreign key on a partitioned table
-- pg: >= 18
-- given: alter table events add constraint events_customer_fk foreign key (customer_id) references customers not valid
alter table events validate constraint events_customer_fk;

-- case: validate foreign key to its own table
-- given: alter table counters add constraint counters_n_fk foreign key (n) references counters not valid
alter table counters validate constraint counters_n_fk;

-- case: drop foreign key
alter table orders drop constraint orders_customer_fk;

-- case: drop foreign key to its own table
alter table staff drop constraint staff_manager_fk;

-- case: drop foreign key of a partitioned table
alter table payments drop constraint payments_customer_id_fkey;

-- case: drop foreign key to a partitioned table
alter table refunds drop constraint refunds_payment_fk;

-- case: drop check
alter table orders drop constraint orders_total_positive;

-- case: drop check of a partitioned table
-- given: alter table events add constraint kind_present check (kind is not null)
alter table events drop constraint kind_present;

-- case: drop unique constraint
alter table orders drop constraint orders_code_key;

-- case: drop primary key
alter table tickets drop constraint tickets_pkey;

-- case: drop primary key that is referenced
-- fails: 2BP01
alter table customers drop constraint customers_pkey;

-- case: drop primary key that is referenced with cascade
alter table customers drop constraint customers_pkey cascade;

-- case: drop constraint if exists that does not
alter table customers drop constraint if exists no_such;

-- case: drop constraint that does not exist
-- fails: 42704
alter table customers drop constraint no_such;

-- case: drop exclusion constraint
alter table bookings drop constraint bookings_during_excl;

-- case: alter constraint deferrable
-- only the referring table
alter table orders alter constraint orders_customer_fk deferrable;

-- case: alter constraint not enforced
-- the referenced table too: its triggers go
-- pg: >= 18
alter table orders alter constraint orders_customer_fk not enforced;

-- case: rename constraint
alter table orders rename constraint orders_total_positive to orders_total_sign;

-- case: rename unique constraint
alter table orders rename constraint orders_code_key to orders_code_once;

-- case: rename foreign key
-- only the referring table
alter table orders rename constraint orders_customer_fk to orders_buyer_fk;

-- case: add a check and a column
alter table customers add column extra_one integer, add constraint score_positive check (score > 0) not valid;

-- case: add a check and set not null
alter table customers add constraint region_present check (region is not null), alter column region set not null;

-- case: add a check and a foreign key
alter table items add constraint items_price_positive check (price > 0), add foreign key (customer_id) references customers;

-- case: add two foreign keys not valid
alter table items add foreign key (customer_id) references customers not valid,
    add foreign key (quantity) references counters not valid;

-- case: add check with a function
alter table customers add constraint score_checked check (positive_number(score)) not valid;

-- case: alter constraint no inherit
-- pg: >= 18
-- given: alter table animals add constraint animals_name_set not null name
alter table animals alter constraint animals_name_set no inherit;

-- case: alter constraint enforced
-- validates: both tables are read
-- pg: >= 18
-- given: alter table orders alter constraint orders_customer_fk not enforced
alter table orders alter constraint orders_customer_fk enforced;

-- case: drop not null constraint
-- pg: >= 18
-- given: alter table customers add constraint region_set not null region
alter table customers drop constraint region_set;

-- case: add not null not valid on a partitioned table
-- pg: >= 18
alter table events add constraint kind_set not null kind not valid;

-- case: validate not null on a partitioned table
-- pg: >= 18
-- given: alter table events add constraint kind_set not null kind not valid
alter table events validate constraint kind_set;

-- case: add primary key over a not null that is not valid
-- pg: >= 18
-- given: alter table cats add constraint cats_id_set not null id not valid
-- fails: 55000
alter table cats add primary key (id);

-- case: add foreign key to a column that is not unique
-- fails: 42830
alter table items add foreign key (customer_id) references customers (score) not valid;

-- case: add foreign key from a partition of another schema
alter table side.settings add column customer_id integer, add foreign key (customer_id) references customers;

-- case: validate a foreign key that rows break
-- given: alter table items disable trigger all
-- given: update items set order_id = 99999 where id = 1
-- fails: 23503
alter table items validate constraint items_order_fk;

-- case: validate a check that rows break
-- given: alter table items drop constraint items_quantity_positive
-- given: update items set quantity = -1 where id = 1
-- given: alter table items add constraint items_quantity_positive check (quantity > 0) not valid
-- fails: 23514
alter table items validate constraint items_quantity_positive;

-- case: validate a constraint that does not exist
-- fails: 42704
alter table items validate constraint no_such;

-- case: add unique using an index that is not unique
-- fails: 42809
alter table customers add constraint customers_name_key unique using index customers_name_idx;

-- case: add unique using a partial index
-- given: create unique index counters_part_idx on counters (n) where n > 0
-- fails: 42809
alter table counters add constraint counters_part unique using index counters_part_idx;

-- case: add unique using an invalid index
-- given: set allow_system_table_mods = on
-- given: update pg_index set indisvalid = false where indexrelid = 'counters_n_idx'::regclass
-- fails: 55000
alter table counters add constraint counters_n_key unique using index counters_n_idx;

-- case: add unique using index on a partitioned table
-- given: create unique index events_key_idx on events (id, day)
-- fails: 0A000
alter table events add constraint events_key unique using index events_key_idx;

-- case: add check with the default name
alter table customers add check (score > 0);

-- case: add check to an empty table
alter table empty_one add check (id > 0);

-- case: drop constraint with cascade of a unique that is referenced
-- given: create table tags (code text references orders (code))
alter table orders drop constraint orders_code_key cascade;

-- case: drop two foreign keys
alter table items drop constraint items_order_fk, drop constraint items_quantity_positive;

-- case: add foreign key between two partitioned tables
-- given: update events set customer_id = null
alter table events add foreign key (customer_id, day) references payments;

-- case: drop inherited check
-- given: alter table animals add constraint animals_id_positive check (id > 0)
-- fails: 42P16
alter table dogs drop constraint animals_id_positive;

-- case: drop check of an inheritance parent
-- given: alter table animals add constraint animals_id_positive check (id > 0)
alter table animals drop constraint animals_id_positive;
