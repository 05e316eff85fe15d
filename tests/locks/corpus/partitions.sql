-- case: create partition
create table events_2029 partition of events for values from ('2029-01-01') to ('2030-01-01');

-- case: create partition beside a default
-- the default partition too: ACCESS EXCLUSIVE and a scan
create table logs_2029 partition of logs for values from ('2029-01-01') to ('2030-01-01');

-- case: create partition beside a default that holds its rows
-- fails: 23514
create table logs_2025 partition of logs for values from ('2025-01-01') to ('2026-01-01');

-- case: create default partition
create table events_rest partition of events default;

-- case: create partition of a table with a foreign key
-- the table that refers to this one: SHARE ROW EXCLUSIVE from 15, ACCESS SHARE in 14
create table payments_2029 partition of payments for values from ('2029-01-01') to ('2030-01-01');

-- case: create partition that is partitioned
create table events_2029 partition of events for values from ('2029-01-01') to ('2030-01-01') partition by list (kind);

-- case: create partition if not exists that exists
create table if not exists events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');

-- case: attach partition
alter table events attach partition events_2027 for values from ('2027-01-01') to ('2028-01-01');

-- case: attach partition with a matching check
-- the scan is the build of the index the parent has and the partition lacks
alter table events attach partition events_2028 for values from ('2028-01-01') to ('2029-01-01');

-- case: attach partition with a matching check that is not valid
-- given: alter table events_2027 add constraint events_2027_day check (day >= '2027-01-01' and day < '2028-01-01') not valid
alter table events attach partition events_2027 for values from ('2027-01-01') to ('2028-01-01');

-- case: attach partition with a check that does not match
-- given: alter table events_2027 add constraint events_2027_id check (id > 0)
alter table events attach partition events_2027 for values from ('2027-01-01') to ('2028-01-01');

-- case: attach partition with a matching check on a nullable key
-- given: alter table events alter column day drop not null
-- given: alter table events_2028 alter column day drop not null
-- given: create index events_2028_day_idx on events_2028 (day)
alter table events attach partition events_2028 for values from ('2028-01-01') to ('2029-01-01');

-- case: attach partition with a matching index
-- given: create index events_2028_day_idx on events_2028 (day)
alter table events attach partition events_2028 for values from ('2028-01-01') to ('2029-01-01');

-- case: attach partition with a matching index and no check
-- given: create index events_2027_day_idx on events_2027 (day)
alter table events attach partition events_2027 for values from ('2027-01-01') to ('2028-01-01');

-- case: attach partition whose rows do not fit
-- fails: 23514
alter table events attach partition events_2027 for values from ('2030-01-01') to ('2031-01-01');

-- case: attach partition beside a default
alter table logs attach partition logs_2027 for values from ('2027-01-01') to ('2028-01-01');

-- case: attach partition with a matching check beside a default
alter table logs attach partition logs_2028 for values from ('2028-01-01') to ('2029-01-01');

-- case: attach partition beside a default with a matching check
-- given: alter table logs_rest add constraint logs_rest_day check (day < '2028-01-01' or day >= '2029-01-01')
alter table logs attach partition logs_2028 for values from ('2028-01-01') to ('2029-01-01');

-- case: attach partition with a check beside a default that also has one
-- given: alter table logs_2027 add constraint logs_2027_day check (day >= '2027-01-01' and day < '2028-01-01')
-- given: alter table logs_rest add constraint logs_rest_day check (day < '2027-01-01' or day >= '2028-01-01')
alter table logs attach partition logs_2027 for values from ('2027-01-01') to ('2028-01-01');

-- case: attach default partition
alter table events attach partition events_2027 default;

-- case: attach an empty partition
-- given: create table events_2029 (like events)
alter table events attach partition events_2029 for values from ('2029-01-01') to ('2030-01-01');

-- case: attach partition that is partitioned
-- given: create table events_2029 (like events) partition by list (kind)
-- given: create table events_2029_a partition of events_2029 for values in ('a')
alter table events attach partition events_2029 for values from ('2029-01-01') to ('2030-01-01');

-- case: attach partition to a table with a foreign key
-- the table that refers to this one: SHARE ROW EXCLUSIVE from 15, ACCESS SHARE in 14
-- given: create table payments_2028 (like payments)
-- given: insert into payments_2028 select n, '2028-01-01', n, n from generate_series(1, 300) as n
-- given: analyze payments_2028
alter table payments attach partition payments_2028 for values from ('2028-01-01') to ('2029-01-01');

-- case: attach partition of another schema
-- given: create table side.events_2029 (like events)
alter table events attach partition side.events_2029 for values from ('2029-01-01') to ('2030-01-01');

-- case: attach a list partition
-- given: create table places (id integer, country text not null) partition by list (country)
-- given: create table places_fr (id integer, country text not null, check (country = 'fr'))
-- given: insert into places_fr select n, 'fr' from generate_series(1, 300) as n
alter table places attach partition places_fr for values in ('fr');

-- case: attach a list partition with null
-- given: create table places (id integer, country text) partition by list (country)
-- given: create table places_fr (id integer, country text, check (country = 'fr' or country is null))
-- given: insert into places_fr select n, 'fr' from generate_series(1, 300) as n
alter table places attach partition places_fr for values in ('fr', null);

-- case: attach a hash partition
-- given: create table spread (id integer) partition by hash (id)
-- given: create table spread_0 (id integer)
-- given: insert into spread_0 select n from generate_series(1, 300) as n where satisfies_hash_partition('spread'::regclass, 2, 0, n)
alter table spread attach partition spread_0 for values with (modulus 2, remainder 0);

-- case: detach partition
alter table events detach partition events_2026;

-- case: detach partition beside a default
-- the default partition too
alter table logs detach partition logs_2026;

-- case: detach partition with a foreign key
-- makes a foreign key of its own; reads the referring table for rows that refer to the partition
alter table payments detach partition payments_2026;

-- case: detach default partition
alter table logs detach partition logs_rest;

-- case: detach partition concurrently
-- ACCESS EXCLUSIVE on the partition in its second transaction
-- alone
alter table events detach partition events_2026 concurrently;

-- case: detach partition concurrently beside a default
-- alone
-- fails: 55000
alter table logs detach partition logs_2026 concurrently;

-- case: detach partition concurrently in a transaction
-- fails: 25001
alter table events detach partition events_2026 concurrently;

-- case: detach partition finalize without one pending
-- fails: 55000
alter table events detach partition events_2026 finalize;

-- case: detach partition finalize
-- given: set allow_system_table_mods = on
-- given: update pg_inherits set inhdetachpending = true where inhrelid = 'events_2026'::regclass
alter table events detach partition events_2026 finalize;

-- case: detach partition while another is pending
-- given: set allow_system_table_mods = on
-- given: update pg_inherits set inhdetachpending = true where inhrelid = 'events_2026'::regclass
-- alone
-- fails: 55000
alter table events detach partition events_2025 concurrently;

-- case: drop partition
drop table events_2026;

-- case: drop partition beside a default
drop table logs_2026;

-- case: drop default partition
drop table logs_rest;

-- case: drop partition that is referenced
-- fails: 2BP01
drop table payments_2026;

-- case: drop partition with a foreign key
-- not the referenced table: the constraint is the parent's
-- given: drop table refunds
drop table payments_2026;

-- case: drop partitioned table
drop table events;

-- case: drop partitioned table with a foreign key
-- given: drop table refunds
drop table payments;

-- case: truncate partition
truncate events_2026;

-- case: truncate partitioned table
truncate events;

-- case: alter one partition set not null
alter table events_2026 alter column kind set not null;

-- case: add check to a partition
alter table events_2026 add constraint events_2026_id check (id > 0);

-- case: rename partition
alter table events_2026 rename to events_of_2026;

-- case: rename partitioned table
alter table events rename to happenings;

-- case: set schema of a partition
alter table events_2026 set schema side;

-- case: set statistics on a partitioned table
alter table events alter column kind set statistics 500;

-- case: set default on a partitioned table
alter table events alter column kind set default 'kind';

-- case: owner of a partitioned table
alter table events owner to pg_monitor;

-- case: create trigger on a partitioned table
create trigger events_keep before insert on events for each row execute function keep();

-- case: inherit
-- given: alter table cats drop column colour
alter table cats inherit animals;

-- case: no inherit
alter table dogs no inherit animals;

-- case: create index on a partitioned table with a default
create index logs_line_idx on logs (line);

-- case: analyze partitioned table
analyze events;

-- case: rename trigger of a partitioned table
-- the partitions from 15; up to 14 only the parent
-- given: create trigger events_keep before insert on events for each row execute function keep()
alter trigger events_keep on events rename to events_hold;

-- case: drop trigger of a partitioned table
-- given: create trigger events_keep before insert on events for each row execute function keep()
drop trigger events_keep on events;

-- case: disable trigger of a partitioned table
-- given: create trigger events_keep before insert on events for each row execute function keep()
alter table events disable trigger events_keep;

-- case: enable row level security on a partitioned table
alter table events enable row level security;

-- case: create policy on a partitioned table
create policy events_own on events using (true);

-- case: set storage on a partitioned table
alter table events alter column kind set storage external;

-- case: create statistics on a partitioned table
create statistics events_stat on kind, customer_id from events;

-- case: comment on a partitioned table
comment on table events is 'x';

-- case: set tablespace of a partitioned table
alter table events set tablespace locks_place;

-- case: set access method of a partitioned table
-- pg: >= 17
alter table events set access method heap;

-- case: set unlogged of a partitioned table
-- succeeded, and did nothing, up to 17
-- fails: 42809 on >= 18
alter table events set unlogged;

-- case: rename index of a partitioned table
alter index events_day_idx rename to events_by_day;

-- case: alter type of a partitioned table with an index
alter table logs alter column line type varchar(30);

-- case: grant on a partitioned table
grant select on events to pg_monitor;

-- case: create view of a partitioned table
create view fresh as select id from events;

-- case: lock only a partitioned table
lock table only events in share mode;

-- case: delete from a partitioned table
delete from events;
