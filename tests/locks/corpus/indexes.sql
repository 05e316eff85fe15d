-- case: create index
create index customers_score_idx on customers (score);

-- case: create unique index
create unique index customers_score_idx on customers (score);

-- case: create unique index on duplicates
-- fails: 23505
create unique index customers_region_key on customers (region);

-- case: create index if not exists that exists
-- the table is locked before the name is looked up
create index if not exists customers_name_idx on customers (score);

-- case: create index unnamed
create index on customers (score);

-- case: create partial index
create index customers_score_idx on customers (score) where score > 10;

-- case: create expression index
create index customers_score_idx on customers (immutable_one(score));

-- case: create hash index
create index customers_score_idx on customers using hash (score);

-- case: create gin index
create index customers_extra_idx on customers using gin (extra);

-- case: create brin index
create index customers_score_idx on customers using brin (score);

-- case: create covering index
create index customers_score_idx on customers (score) include (name);

-- case: create index on a materialized view
create index order_totals_idx on order_totals (total);

-- case: create index on a partitioned table
create index events_kind_idx on events (kind);

-- case: create index on a partitioned table with a matching index on a partition
-- given: create index events_2025_kind_idx on events_2025 (kind)
create index events_kind_idx on events (kind);

-- case: create index only on a partitioned table
create index events_kind_idx on only events (kind);

-- case: create index on a partition
create index events_2025_kind_idx on events_2025 (kind);

-- case: create index on an inheritance parent
create index animals_id_idx on animals (id);

-- case: create index on a table made before it
-- before: create table fresh (id integer)
create index fresh_id_idx on fresh (id);

-- case: create index on a mixed case name
create index "Text Idx" on "Order Lines" ("Text");

-- case: create index in another schema
create index settings_key_idx on side.settings (key);

-- case: create index concurrently
-- alone
create index concurrently customers_score_idx on customers (score);

-- case: create unique index concurrently
-- alone
create unique index concurrently customers_score_idx on customers (score);

-- case: create index concurrently if not exists
-- alone
create index concurrently if not exists customers_score_idx on customers (score);

-- case: create index concurrently if not exists that exists
-- the table is locked before the name is looked up
-- alone
create index concurrently if not exists customers_name_idx on customers (score);

-- case: create partial index concurrently
-- alone
create index concurrently customers_score_idx on customers (score) where score > 10;

-- case: create index concurrently on a partitioned table
-- alone
-- fails: 0A000
create index concurrently events_kind_idx on events (kind);

-- case: create index concurrently on a partition
-- alone
create index concurrently events_2025_kind_idx on events_2025 (kind);

-- case: create index concurrently on a materialized view
-- alone
create index concurrently order_totals_idx on order_totals (total);

-- case: create index concurrently in a transaction
-- fails: 25001
create index concurrently customers_score_idx on customers (score);

-- case: drop index
drop index customers_name_idx;

-- case: drop unique index
drop index customers_email_idx;

-- case: drop index if exists that does not
drop index if exists no_such;

-- case: drop two indexes
drop index customers_name_idx, counters_n_idx;

-- case: drop index behind a constraint
-- fails: 2BP01
drop index orders_code_key;

-- case: drop index of a partitioned table
drop index events_day_idx;

-- case: drop index of a partition
-- fails: 2BP01
drop index events_2025_day_idx;

-- case: drop index of a replica identity
drop index accounts_id_idx;

-- case: drop index of a materialized view
drop index order_totals_key;

-- case: drop index concurrently
-- in its last phase ACCESS EXCLUSIVE on the index, which no plan uses any more
-- alone
drop index concurrently customers_name_idx;

-- case: drop index concurrently if exists that does not
-- alone
drop index concurrently if exists no_such;

-- case: drop index concurrently of a partitioned table
-- alone
-- fails: 0A000
drop index concurrently events_day_idx;

-- case: drop index concurrently behind a constraint
-- alone
-- fails: 2BP01
drop index concurrently orders_code_key;

-- case: drop two indexes concurrently
-- alone
-- fails: 0A000
drop index concurrently customers_name_idx, counters_n_idx;

-- case: reindex index
reindex index customers_name_idx;

-- case: reindex table
reindex table customers;

-- case: reindex table without indexes
reindex table cats;

-- case: reindex index of a partition
reindex index events_2025_day_idx;

-- case: reindex table of a partition
reindex table events_2025;

-- case: reindex partitioned table
-- alone
reindex table events;

-- case: reindex partitioned index
-- alone
reindex index events_day_idx;

-- case: reindex schema
-- alone
reindex schema side;

-- case: reindex index concurrently
-- alone
reindex index concurrently customers_name_idx;

-- case: reindex table concurrently
-- alone
reindex table concurrently customers;

-- case: reindex partitioned table concurrently
-- SHARE on the partitions for a moment while they are listed (ReindexPartitions): waits for writers and stops them
-- alone
reindex table concurrently events;

-- case: reindex schema concurrently
-- alone
reindex schema concurrently side;

-- case: reindex index into another tablespace
reindex (tablespace locks_place) index customers_name_idx;

-- case: alter index rename
alter index customers_name_idx rename to customers_by_name;

-- case: alter index set fillfactor
alter index customers_name_idx set (fillfactor = 70);

-- case: alter index reset fillfactor
alter index customers_name_idx reset (fillfactor);

-- case: alter index set statistics
alter index customers_lower_idx alter column 1 set statistics 500;

-- case: alter index set tablespace
alter index customers_name_idx set tablespace locks_place;

-- case: alter index attach partition
-- given: create index events_kind_idx on only events (kind)
-- given: create index events_2025_kind_idx on events_2025 (kind)
alter index events_kind_idx attach partition events_2025_kind_idx;

-- case: alter index attach the last partition
-- given: create index events_kind_idx on only events (kind)
-- given: create index events_2025_kind_idx on events_2025 (kind)
-- given: create index events_2026_kind_idx on events_2026 (kind)
-- given: alter index events_kind_idx attach partition events_2025_kind_idx
alter index events_kind_idx attach partition events_2026_kind_idx;

-- case: alter table rename of an index
alter table customers_name_idx rename to customers_by_name;

-- case: alter index rename of a table
alter index customers rename to clients;

-- case: cluster using an index
cluster customers using customers_name_idx;

-- case: cluster again
-- given: alter table customers cluster on customers_name_idx
cluster customers;

-- case: cluster without an index
-- fails: 42704
cluster customers;

-- case: cluster on
alter table customers cluster on customers_name_idx;

-- case: set without cluster
-- given: alter table customers cluster on customers_name_idx
alter table customers set without cluster;

-- case: create unique index concurrently on duplicates
-- alone
-- fails: 23505
create unique index concurrently customers_region_key on customers (region);

-- case: create expression index concurrently
-- alone
create index concurrently customers_score_idx on customers (immutable_one(score));

-- case: create index concurrently on a column that is not there
-- alone
-- fails: 42703
create index concurrently customers_score_idx on customers (no_such);

-- case: create index concurrently if not exists over an invalid one
-- given: set allow_system_table_mods = on
-- given: update pg_index set indisvalid = false where indexrelid = 'customers_name_idx'::regclass
-- alone
create index concurrently if not exists customers_name_idx on customers (name);

-- case: reindex an invalid index concurrently
-- given: set allow_system_table_mods = on
-- given: update pg_index set indisvalid = false where indexrelid = 'customers_name_idx'::regclass
-- alone
reindex index concurrently customers_name_idx;

-- case: reindex index of a constraint concurrently
-- alone
reindex index concurrently customers_pkey;

-- case: reindex partitioned index concurrently
-- SHARE on the indexes of the partitions while they are listed, which conflicts with writers
-- alone
reindex index concurrently events_day_idx;

-- case: reindex index concurrently of an exclusion constraint
-- alone
-- fails: 0A000
reindex index concurrently bookings_during_excl;

-- case: reindex database
-- alone
-- fails: 0A000
reindex database template1;

-- case: cluster everything
-- alone
-- given: alter table counters cluster on counters_n_idx
cluster;

-- case: cluster a partitioned table
-- pg: >= 15
-- alone
cluster events using events_day_idx;

-- case: drop index concurrently of a partition
-- alone
-- given: create index events_2025_kind_idx on events_2025 (kind)
drop index concurrently events_2025_kind_idx;

-- case: drop index in another schema
-- given: create index settings_key_idx on side.settings (key)
drop index side.settings_key_idx;

-- case: alter index depends on extension
alter index customers_name_idx depends on extension plpgsql;

-- case: alter index of a partitioned table set fillfactor
-- given: create index events_kind_idx on events (kind)
-- fails: 42809
alter index events_kind_idx set (fillfactor = 70);

-- case: create index with a volatile function
-- fails: 42P17
create index customers_score_idx on customers (volatile_one());

-- case: create index nulls not distinct
-- pg: >= 15
create unique index customers_score_idx on customers (score) nulls not distinct;

-- case: create index on an unlogged table
create index drafts_body_idx on drafts (body);

-- case: create index on an empty table
create index empty_one_idx on empty_one (id);

-- case: drop index and create it anew
-- before: drop index customers_name_idx
create index customers_name_idx on customers (name, id);
