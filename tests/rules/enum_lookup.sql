-- caught: an enumeration
create type mood as enum ('sad', 'glad');
-- clean: a composite type
create type pair as (a integer, b integer);
