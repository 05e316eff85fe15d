-- Whether indexes cost the application's most frequent write nothing. An application changes its status; where an index
-- has that column, as a key or in its predicate, the change is no heap-only update and has to be entered in every index.
select
    count(*) filter (where i.on_status) = 0 as holds,
    count(*) filter (where i.on_status) || ' of ' || count(*) || ' indexes of job_applications depend on status'
        as measured
from (
    select
        x.indexrelid,
        pg_catalog.strpos(pg_catalog.pg_get_indexdef(x.indexrelid), 'status') > 0 as on_status
    from pg_catalog.pg_index as x
    where x.indrelid = 'job_applications'::regclass
) as i
