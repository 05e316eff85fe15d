-- caught: a second BEGIN
begin;
begin;
commit;
-- clean: one after the other
begin;
commit;
begin;
commit;
-- clean: a savepoint
begin;
savepoint s;
commit;
