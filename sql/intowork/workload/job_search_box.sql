-- title: Job list searched by a word in title or description
-- weight: 5
-- slo: p50_ms < 10, p99_ms < 50
-- param: pattern = chr(37) || (array['engineer', 'python', 'nurse'])[1 + floor(random() * 3)::integer] || chr(37)
select job.*, company.name as company_name
from jobs as job
join companies as company on company.id = job.company_id
where
    job.status = 'PUBLISHED'
    and (job.title ilike %(pattern)s or job.description ilike %(pattern)s)
order by job.posted_at desc
limit 10
