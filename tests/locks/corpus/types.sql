-- case: create enum
create type colour as enum ('red', 'green');

-- case: create composite type
create type pair as (a integer, b integer);

-- case: create range type
create type floatrange as range (subtype = float8);

-- case: alter enum add value
alter type mood add value 'angry';

-- case: alter enum add value before
alter type mood add value if not exists 'angry' before 'fine';

-- case: use of an enum value of the same transaction
-- before: alter type mood add value 'angry'
-- fails: 55P04
update feelings set current_mood = 'angry' where id = 1;

-- case: alter enum rename value
alter type mood rename value 'sad' to 'blue';

-- case: rename type
alter type mood rename to temper;

-- case: owner of a type
alter type mood owner to pg_monitor;

-- case: set schema of a type
alter type mood set schema side;

-- case: drop attribute of a composite type with cascade
alter type person drop attribute name cascade;

-- case: rename attribute of a composite type
alter type person rename attribute name to full_name cascade;

-- case: create domain
create domain short as text check (length(value) < 10);

-- case: alter domain add check
alter domain positive add constraint positive_small check (value < 10000);

-- case: alter domain add check not valid
alter domain positive add constraint positive_small check (value < 10000) not valid;

-- case: alter domain validate
-- given: alter domain positive add constraint positive_small check (value < 10000) not valid
alter domain positive validate constraint positive_small;

-- case: alter domain set not null
alter domain positive set not null;

-- case: alter domain drop not null
alter domain positive drop not null;

-- case: alter domain set default
alter domain positive set default 1;

-- case: alter domain drop constraint
alter domain positive drop constraint positive_check;

-- case: alter domain add check that rows break
-- fails: 23514
alter domain positive add constraint positive_tiny check (value < 10);

-- case: alter domain rename constraint
alter domain positive rename constraint positive_check to positive_sign;

-- case: rename domain
alter domain positive rename to above_zero;

-- case: alter domain add check of a domain nobody uses
-- given: create domain unused as text
alter domain unused add constraint unused_short check (length(value) < 10);

-- case: alter domain add not null
-- pg: >= 17
alter domain positive add constraint positive_present not null;
