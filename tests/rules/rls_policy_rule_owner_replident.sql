-- caught: row level security
alter table t enable row level security;
-- caught: a policy
create policy p on t using (true);
-- caught: a policy changed
alter policy p on t using (false);
-- caught: a policy dropped
drop policy p on t;
-- caught: a rule
create rule r as on delete to t do instead nothing;
-- caught: another owner
alter table t owner to someone;
-- caught: another replica identity
alter table t replica identity full;
-- caught: a policy of the catalog
-- given: create table t (a integer);
-- given: create policy p on t;
alter policy p on t using (a > 0);
-- clean: a table of the same migration
create table t (a integer);
alter table t enable row level security;
create policy p on t using (true);
-- clean: a table dropped
drop table t;
