-- title: The same rows as job_title_search, by a pattern
-- weight: 5
-- slo: p50_ms < 10, p99_ms < 50
-- param: words = (array['engineer', 'python', 'nurse', 'lead cook'])[1 + floor(random() * 4)::integer]
select job.*, company.name as company_name
from jobs as job
join companies as company on company.id = job.company_id
where
    job.status = 'PUBLISHED'
    and job.title ilike chr(37) || %(words)s || chr(37)
order by job.posted_at desc
limit 10
