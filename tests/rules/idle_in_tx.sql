-- caught: locks in a transaction
begin;
drop table t;
commit;
-- clean: bounded
set idle_in_transaction_session_timeout = '1min';
begin;
drop table t;
commit;
-- clean: no transaction
drop table t;
-- clean: no strong lock
begin;
insert into t values (1);
commit;
