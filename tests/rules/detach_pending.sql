-- clean: nothing is pending
-- given: create table p (a integer) partition by list (a);
-- given: create table p2 partition of p for values in (2);
alter table p detach partition p2 concurrently;
-- clean: nothing is known
alter table p detach partition p2 concurrently;
-- caught: plain
-- given: create table p (a integer) partition by list (a);
-- given: create table p2 partition of p for values in (2);
-- given: update pg_inherits set inhdetachpending = true where inhrelid = 'p2'::regclass;
alter table p detach partition p2;
-- caught: concurrently
-- given: create table p (a integer) partition by list (a);
-- given: create table p2 partition of p for values in (2);
-- given: update pg_inherits set inhdetachpending = true where inhrelid = 'p2'::regclass;
alter table p detach partition p2 concurrently;
-- caught: concurrently, of another partition
-- given: create table p (a integer) partition by list (a);
-- given: create table p2 partition of p for values in (2);
-- given: create table p3 partition of p for values in (3);
-- given: update pg_inherits set inhdetachpending = true where inhrelid = 'p2'::regclass;
alter table p detach partition p3 concurrently;
-- clean: finalize
-- given: create table p (a integer) partition by list (a);
-- given: create table p2 partition of p for values in (2);
-- given: update pg_inherits set inhdetachpending = true where inhrelid = 'p2'::regclass;
alter table p detach partition p2 finalize;
-- clean: after finalize
-- given: create table p (a integer) partition by list (a);
-- given: create table p2 partition of p for values in (2);
-- given: create table p3 partition of p for values in (3);
-- given: update pg_inherits set inhdetachpending = true where inhrelid = 'p2'::regclass;
alter table p detach partition p2 finalize;
alter table p detach partition p3 concurrently;
