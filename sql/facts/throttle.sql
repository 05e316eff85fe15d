-- fact: what of the servers around this one can be watched by this login
-- archiving: whether WAL files are archived, and so may wait for it. sees_archive: may count those that wait.
-- sees_replicas: may see how far replicas are; without it pg_stat_replication has their number and nothing else.
select
    pg_catalog.current_setting('archive_mode') <> 'off' as archiving,
    pg_catalog.has_function_privilege('pg_catalog.pg_ls_archive_statusdir()', 'execute') as sees_archive,
    pg_catalog.pg_has_role('pg_read_all_stats', 'usage') as sees_replicas,
    exists (select from pg_catalog.pg_stat_replication) as replicas
