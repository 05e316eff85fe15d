-- title: Job list filtered by location, type and salary
-- seed: 50x
-- weight: 5
-- slo: p50_ms < 10, p99_ms < 50
-- param: location_type = (array['REMOTE', 'REMOTE', 'HYBRID', 'ON_SITE'])[1 + floor(random() * 4)::integer]
-- param: job_type = (array['FULL_TIME', 'FULL_TIME', 'CONTRACT', 'PART_TIME'])[1 + floor(random() * 4)::integer]
-- param: salary = 40000 + 5000 * floor(random() * 5)::integer
select job.id, job.title, company.name as company_name, job.location, job.salary_min, job.posted_at
from jobs as job
join companies as company on company.id = job.company_id
where
    job.status = 'PUBLISHED'
    and job.location_type = %(location_type)s
    and job.job_type = %(job_type)s
    and job.salary_min >= %(salary)s
order by job.posted_at desc
limit 10
