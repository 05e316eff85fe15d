-- case: add column nullable
alter table customers add column extra_one integer;

-- case: add column if not exists that exists
alter table customers add column if not exists score integer;

-- case: add column with a constant default
alter table customers add column extra_one text default 'none';

-- case: add column not null with a constant default
alter table customers add column extra_one integer not null default 0;

-- case: add column with default now()
alter table customers add column made_at timestamptz default now();

-- case: add column with default current_timestamp not null
alter table customers add column made_at timestamptz not null default current_timestamp;

-- case: add column with default clock_timestamp()
alter table customers add column made_at timestamptz default clock_timestamp();

-- case: add column with default random()
alter table customers add column dice double precision default random();

-- case: add column with default gen_random_uuid()
alter table customers add column public_id uuid default gen_random_uuid();

-- case: add column with default nextval
alter table customers add column number bigint default nextval('free_seq');

-- case: add column with a plpgsql volatile default
alter table customers add column extra_one integer default volatile_one();

-- case: add column with a volatile sql function that inlines to a constant
alter table customers add column extra_one integer default inlined_one();

-- case: add column with a stable function as default
alter table customers add column extra_one integer default stable_one();

-- case: add column with an immutable function as default
alter table customers add column extra_one integer default immutable_one(1);

-- case: add column with an immutable plpgsql function as default
alter table customers add column extra_one integer default immutable_plpgsql();

-- case: add column with an expression around a volatile function
alter table customers add column extra_one integer default immutable_one(volatile_one()) + 1;

-- case: add column with default null
alter table customers add column extra_one integer default null;

-- case: add column serial
alter table customers add column number serial;

-- case: add column bigserial not null
alter table customers add column number bigserial not null;

-- case: add column identity
alter table customers add column number bigint generated always as identity;

-- case: add column generated stored
alter table customers add column double_score integer generated always as (score * 2) stored;

-- case: add column generated virtual
-- pg: >= 18
alter table customers add column double_score integer generated always as (score * 2) virtual;

-- case: add column of an unconstrained domain
alter table customers add column tag label;

-- case: add column of a constrained domain
alter table customers add column rank positive;

-- case: add column of a constrained domain with a default
alter table customers add column rank positive default 1;

-- case: add column with an inline check
alter table customers add column extra_one integer check (extra_one > 0);

-- case: add column with an inline check and a default
alter table customers add column extra_one integer default 1 constraint customers_extra_positive check (extra_one > 0);

-- case: add column with an inline unique
alter table customers add column extra_one integer unique;

-- case: add column with an inline primary key
alter table empty_one add column number integer primary key;

-- case: add column with an inline primary key on rows
-- fails: 23502
alter table cats add column number integer primary key;

-- case: add column with an inline primary key and serial
alter table cats add column number serial primary key;

-- case: add column with an inline reference
alter table counters add column customer_id integer references customers;

-- case: add column with an inline reference and a default
alter table counters add column customer_id integer default 1 references customers;

-- case: add column with an inline reference to its own table
alter table counters add column other_id integer references counters;

-- case: add column not null without a default on rows
-- fails: 23502
alter table customers add column extra_one integer not null;

-- case: add column not null without a default on an empty table
alter table empty_one add column extra_one integer not null;

-- case: add column json
alter table customers add column payload json;

-- case: add column with a collation
alter table customers add column extra_one text collate "C";

-- case: add column to a partitioned table
alter table events add column extra_one integer;

-- case: add column with a volatile default to a partitioned table
alter table events add column extra_one integer default volatile_one();

-- case: add column to an inheritance parent
alter table animals add column legs integer;

-- case: add column to an inheritance parent only
-- fails: 42P16
alter table only animals add column legs integer;

-- case: add column to an unlogged table
alter table drafts add column extra_one integer;

-- case: add column to a table of another schema
alter table side.settings add column extra_one integer;

-- case: add column to a mixed case name
alter table "Order Lines" add column "Price" numeric;

-- case: add two columns
alter table customers add column extra_one integer, add column extra_two text default 'x';

-- case: add two columns one volatile
alter table customers add column extra_one integer, add column extra_two integer default volatile_one();

-- case: add column that has a reference to a partitioned table
alter table counters add column payment_day date, add column payment_id integer,
    add foreign key (payment_id, payment_day) references payments;

-- case: add column of an enum type
alter table customers add column feeling mood default 'fine';

-- case: add column to a composite type that a table is of
-- fails: 2BP01
alter type person add attribute age integer;

-- case: add column to a composite type with cascade
alter type person add attribute age integer cascade;

-- case: add column to a table of a type
-- fails: 42809
alter table people add column age integer;

-- case: add column generated virtual with a check
-- pg: >= 18
alter table customers add column double_score integer generated always as (score * 2) virtual check (double_score > 0);

-- case: add column generated virtual not null
-- pg: >= 18
alter table customers add column double_score integer not null generated always as (id * 2) virtual;

-- case: add column with an inline reference not enforced
-- pg: >= 18
alter table counters add column customer_id integer references customers not enforced;

-- case: add column of a domain that is not null
-- fails: 23502
-- given: create domain present as text not null
alter table customers add column extra_one present;

-- case: add column of a domain that is not null with a default
-- given: create domain present as text not null
alter table customers add column extra_one present default 'x';

-- case: add column of a domain over a domain
-- given: create domain label_too as label
alter table customers add column extra_one label_too;

-- case: add column of an array of a constrained domain
alter table customers add column ranks positive[];

-- case: add column of a composite type
alter table customers add column holder person;

-- case: add column with a default of a domain that has one
-- given: create domain counted as integer default volatile_one()
alter table customers add column extra_one counted;

-- case: add column of a domain with a constant default
-- given: create domain counted as integer default 1
alter table customers add column extra_one counted;

-- case: add column that exists
-- fails: 42701
alter table customers add column score integer;

-- case: add column with a check on another column
alter table customers add column extra_one integer check (score > 0);

-- case: add column with an expression of constants
alter table customers add column extra_one interval default interval '1 day' * 2;

-- case: add column to a view
-- fails: 42809
alter table order_notes add column extra_one integer;

-- case: add column to a materialized view
-- fails: 42809
alter table order_totals add column extra_one integer;

-- case: add column to a table a view shows
alter table orders add column extra_one integer default 1;

-- case: add column with a default of uuidv7
-- pg: >= 18
alter table customers add column public_id uuid default uuidv7();

-- case: add column with default timeofday()
alter table customers add column made_at text default timeofday();

-- case: add column with default statement_timestamp()
alter table customers add column made_at timestamptz default statement_timestamp();

-- case: add column with default txid_current()
alter table customers add column made_by bigint default txid_current();

-- case: add column with default current_user
alter table customers add column made_by text default current_user;
