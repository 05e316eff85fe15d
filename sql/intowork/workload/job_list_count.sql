-- title: How many jobs the list has, counted beside every page of it
-- weight: 20
-- slo: p50_ms < 10, p99_ms < 50
-- param: location_type = (array['REMOTE', 'REMOTE', 'HYBRID', 'ON_SITE'])[1 + floor(random() * 4)::integer]
select count(*)
from (
    select job.id
    from jobs as job
    join companies as company on company.id = job.company_id
    where
        job.status = 'PUBLISHED'
        and job.location_type = %(location_type)s
) as listed
