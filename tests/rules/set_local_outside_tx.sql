-- caught: no transaction
set local lock_timeout = '2s';
-- caught: the transaction is over
begin;
commit;
set local lock_timeout = '2s';
-- clean: inside of one
begin;
set local lock_timeout = '2s';
commit;
-- clean: for the session
set lock_timeout = '2s';
