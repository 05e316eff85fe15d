-- caught: never ended
begin;
select 1;
-- caught: never begun
commit;
-- clean: both
begin;
select 1;
commit;
-- clean: rolled back
start transaction;
rollback;
