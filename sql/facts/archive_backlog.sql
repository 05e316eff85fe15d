-- fact: WAL files that wait to be archived
-- Needs pg_monitor, or execute on pg_ls_archive_statusdir().
select count(*)::integer as files
from pg_catalog.pg_ls_archive_statusdir() as f
where f.name ~ '^[0-9A-F]{24}([.]partial)?[.]ready$'
