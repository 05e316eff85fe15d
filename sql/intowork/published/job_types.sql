-- The filter by type, with its label in lower case too.
select count(*) as jobs, avg(salary_min) as salary
from jobs
where status = 'PUBLISHED' and job_type = 'full_time'
