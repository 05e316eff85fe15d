-- caught: left as it is
set statement_timeout = 0;
select 1;
-- clean: put back
set statement_timeout = 0;
reset statement_timeout;
-- clean: all put back
set statement_timeout = 0;
reset all;
-- clean: local
begin;
set local statement_timeout = 0;
commit;
