-- clean
-- set param: min_transactions = 10
-- first look
begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit;
select pg_catalog.pg_sleep(1.1);
-- wait: select xact_commit > 30 from pg_catalog.pg_stat_database where datname = pg_catalog.current_database()
-- broken
-- set param: min_transactions = 10
-- first look
begin; select 1; rollback; begin; select 1; rollback; begin; select 1; rollback; begin; select 1; rollback; begin; select 1; rollback; begin; select 1; rollback; begin; select 1; rollback; begin; select 1; rollback; begin; select 1; rollback; begin; select 1; rollback; begin; select 1; rollback; begin; select 1; rollback; begin; select 1; rollback; begin; select 1; rollback; begin; select 1; rollback; begin; select 1; rollback; begin; select 1; rollback; begin; select 1; rollback; begin; select 1; rollback; begin; select 1; rollback;
-- wait: select xact_rollback > 15 from pg_catalog.pg_stat_database where datname = pg_catalog.current_database()
-- fixed
-- set param: min_transactions = 0
-- first look
begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit; begin; select 1; commit;
