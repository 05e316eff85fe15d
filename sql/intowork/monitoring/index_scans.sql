-- How often each index was scanned; with the names of pg_indexes, which this view does not have.
select schemaname, tablename, indexname, idx_scan
from pg_stat_user_indexes
order by idx_scan
