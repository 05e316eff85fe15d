-- title: Pages that failed their checksum
-- dimension: integrity
-- severity: critical
-- since: 14
-- param: max_failures = 0
-- source: check_pgactivity: one is critical
-- remedy: stop writing, copy the data directory, find the file in the server's log, restore from a backup
-- why: the storage returned something other than what was written; what depends on it is no longer known
select
    coalesce(pg_catalog.quote_ident(d.datname), 'shared objects') as object,
    d.checksum_failures::text || ' pages failed their checksum, the last '
        || coalesce(d.checksum_last_failure::text, 'never') as message,
    true as seen,
    d.checksum_failures as failures
from pg_catalog.pg_stat_database as d
where d.checksum_failures > %(max_failures)s::bigint
union all
select
    'data_checksums', 'data checksums are off: a damaged page would go unseen', false, null
where pg_catalog.current_setting('data_checksums') = 'off'
order by object
