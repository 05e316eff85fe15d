-- title: First page of the job list for one kind of location
-- seed: 500 ms -> 8 ms (61x)
-- weight: 20
-- slo: p50_ms < 10, p99_ms < 50
-- param: location_type = (array['REMOTE', 'REMOTE', 'HYBRID', 'ON_SITE'])[1 + floor(random() * 4)::integer]
select job.*, company.name as company_name
from jobs as job
join companies as company on company.id = job.company_id
where
    job.status = 'PUBLISHED'
    and job.location_type = %(location_type)s
order by job.posted_at desc
limit 10
