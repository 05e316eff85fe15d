-- caught: half a second
set lock_timeout = '500ms';
-- caught: a number is in milliseconds
set lock_timeout = 1000;
-- caught: local
begin;
set local lock_timeout = '0.9s';
commit;
-- clean: two seconds
set lock_timeout = '2s';
-- clean: no limit at all
set lock_timeout = 0;
-- clean: another setting
set lock_timeout = '2s';
set statement_timeout = '100ms';
