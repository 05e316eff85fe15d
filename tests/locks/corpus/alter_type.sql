-- case: type of two columns that stay as they are
alter table orders alter column status type varchar, alter column code type varchar;

-- case: type varchar to a wider varchar
alter table customers alter column phone type varchar(60);

-- case: type varchar to unlimited varchar
alter table customers alter column phone type varchar;

-- case: type varchar to text
alter table customers alter column phone type text;

-- case: type indexed varchar wider
-- the scan is the build of the index on lower(name)
alter table customers alter column name type varchar(100);

-- case: type indexed varchar to text
alter table customers alter column name type text;

-- case: type text to unlimited varchar
alter table customers alter column nick type varchar;

-- case: type text to unlimited varchar without a check
-- the scan is the build of the index with region in its predicate
alter table customers alter column region type varchar;

-- case: type text to varchar(n)
alter table orders alter column status type varchar(200);

-- case: type varchar narrower
alter table customers alter column phone type varchar(20);

-- case: type varchar too narrow for the rows
-- fails: 22001
alter table customers alter column phone type varchar(1);

-- case: type numeric wider with the same scale
alter table customers alter column credit type numeric(20, 2);

-- case: type numeric to unlimited numeric
alter table customers alter column credit type numeric;

-- case: type numeric with another scale
alter table customers alter column credit type numeric(12, 4);

-- case: type numeric narrower
alter table customers alter column credit type numeric(8, 2);

-- case: type numeric with a check wider
alter table orders alter column total type numeric(20, 2);

-- case: type integer to bigint
alter table customers alter column score type bigint;

-- case: type integer to bigint of an indexed column
alter table counters alter column n type bigint;

-- case: type integer to bigint of a primary key
alter table counters alter column id type bigint;

-- case: type integer to bigint of a referenced primary key
-- foreign keys to it are made anew and validated
alter table customers alter column id type bigint;

-- case: type integer to bigint of a foreign key column
alter table orders alter column customer_id type bigint;

-- case: type integer to bigint of a column with a check
alter table customers alter column level type bigint;

-- case: type integer to bigint of an identity column
alter table tickets alter column id type bigint;

-- case: type integer to text
alter table customers alter column score type text;

-- case: type to the same type
alter table customers alter column score type integer;

-- case: type to the same type of an indexed column
alter table counters alter column n type integer;

-- case: type to the same type of a column with a check
alter table customers alter column level type integer;

-- case: type text with a cast
alter table customers alter column region type integer using length(region);

-- case: type using the column itself
alter table customers alter column phone type text using phone;

-- case: type using a cast that changes nothing
alter table customers alter column phone type text using phone::text;

-- case: type timestamp to timestamptz under utc
-- before: set timezone = 'UTC'
alter table orders alter column placed_at type timestamptz;

-- case: type timestamp to timestamptz under another zone
-- before: set timezone = 'Europe/Berlin'
alter table orders alter column placed_at type timestamptz;

-- case: type indexed timestamp to timestamptz under utc
-- before: set timezone = 'UTC'
alter table customers alter column seen_at type timestamptz;

-- case: type indexed timestamp to timestamptz under another zone
-- before: set timezone = 'Europe/Berlin'
alter table customers alter column seen_at type timestamptz;

-- case: type timestamptz to timestamp under utc
-- before: set timezone = 'UTC'
alter table customers alter column met_at type timestamp;

-- case: type timestamptz to timestamp under another zone
-- before: set timezone = 'Europe/Berlin'
alter table customers alter column met_at type timestamp;

-- case: type timestamp to timestamptz at a zone of its own
-- before: set timezone = 'Europe/Berlin'
alter table orders alter column placed_at type timestamptz using placed_at at time zone 'UTC';

-- case: type timestamp with less precision
alter table orders alter column placed_at type timestamp(0);

-- case: type timestamp to date
alter table orders alter column placed_at type date;

-- case: type jsonb to json
alter table customers alter column extra type json;

-- case: type collation without an index
alter table orders alter column status type text collate "C";

-- case: type collation with an index
alter table customers alter column email type text collate "C";

-- case: type collation with a check
alter table customers alter column city type text collate "C";

-- case: type of a column with a check that stays the same size
alter table customers alter column city type varchar;

-- case: type of a column used by a view
-- fails: 0A000
alter table orders alter column note type text;

-- case: type of a column in a generated column
-- fails: 42601 on < 15
-- fails: 0A000
alter table tickets alter column price type bigint;

-- case: type to an unconstrained domain
alter table customers alter column region type label;

-- case: type to a constrained domain
alter table customers alter column score type positive;

-- case: type from a domain to its base type
alter table readings_old alter column value type integer;

-- case: type of an enum column to text
alter table feelings alter column current_mood drop default, alter column current_mood type text;

-- case: type on a partitioned table
alter table events alter column kind type varchar(30);

-- case: type on a partitioned table without a rewrite
alter table events alter column kind type varchar;

-- case: type of a partition key
-- fails: 42P16
alter table events alter column day type timestamp;

-- case: type on an inheritance parent
alter table animals alter column id type bigint;

-- case: type of two columns
alter table customers alter column phone type text, alter column score type bigint;

-- case: type of a column with extended statistics
alter table customers alter column region type varchar(40);

-- case: type int to oid that is binary coercible
alter table counters alter column m type oid;

-- case: type varchar to char
alter table customers alter column phone type char(30);

-- case: type integer array
-- given: alter table customers add column tags varchar(10)[]
alter table customers alter column tags type text[];

-- case: type bit wider
-- given: alter table customers add column flags varbit(8)
alter table customers alter column flags type varbit(16);

-- case: type interval
-- given: alter table customers add column waited interval(3)
alter table customers alter column waited type interval;

-- case: type timestamp with more precision
-- given: alter table orders add column shipped_at timestamp(0)
alter table orders alter column shipped_at type timestamp(3);

-- case: type of an attribute of a composite type
alter type person alter attribute name type varchar(10) cascade;

-- case: type varchar wider with a plain index
-- given: create index customers_phone_idx on customers (phone)
alter table customers alter column phone type varchar(60);

-- case: type varchar to text with a plain index
-- given: create index customers_phone_idx on customers (phone)
alter table customers alter column phone type text;

-- case: type text to varchar with a unique index
alter table customers alter column email type varchar;

-- case: type varchar wider with an index on an expression
-- given: create index customers_phone_idx on customers (lower(phone))
alter table customers alter column phone type varchar(60);

-- case: type varchar wider with an index that has it in a predicate
-- given: create index customers_phone_idx on customers (id) where phone is not null
alter table customers alter column phone type varchar(60);

-- case: type varchar wider with a unique constraint
-- given: alter table customers add constraint customers_phone_key unique (phone)
alter table customers alter column phone type varchar(60);

-- case: type varchar wider with a check
-- given: alter table customers add constraint customers_phone_present check (phone is not null)
alter table customers alter column phone type varchar(60);

-- case: type numeric wider with an index
-- given: create index customers_credit_idx on customers (credit)
alter table customers alter column credit type numeric(20, 2);

-- case: type of a column in a trigger
-- given: create trigger customers_keep before update of phone on customers for each row execute function keep()
-- fails: 0A000
alter table customers alter column phone type text;

-- case: type of a column in a policy
-- fails: 0A000
alter table accounts alter column owner type varchar;

-- case: type of a column with a default
alter table orders alter column status type varchar;

-- case: type with a default that does not fit
-- fails: 42804
-- given: alter table customers alter column phone set default 'x'
alter table customers alter column phone type integer using 1;

-- case: type of a replica identity column
alter table accounts alter column id type bigint;

-- case: type of a referenced unique column
-- given: create table tags (code text references orders (code))
alter table orders alter column code type varchar;

-- case: type of a column in a view of a view
-- fails: 0A000
alter table readings alter column value type integer;
