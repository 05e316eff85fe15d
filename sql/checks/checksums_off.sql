-- title: Data checksums are off
-- dimension: integrity
-- severity: warning
-- since: 14
-- param: wanted = on
-- source: initdb makes clusters with checksums by default from PostgreSQL 18 on
-- remedy: stop the server, pg_checksums --enable, start it; or switch over to a cluster that has them
-- why: a page the disk damaged is returned as if it were data
select
    s.name as object,
    'data checksums are ' || s.setting as message
from pg_catalog.pg_settings as s
where s.name = 'data_checksums' and s.setting <> %(wanted)s::text
order by object
