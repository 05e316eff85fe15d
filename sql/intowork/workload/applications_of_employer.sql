-- title: The candidates an employer is to interview
-- seed: 10x
-- weight: 5
-- param: employer_id = (select 1 + floor(max(id) * power(random(), 2.5))::integer from employers)
select application.*
from job_applications as application
join jobs as job on job.id = application.job_id
where
    job.employer_id = %(employer_id)s
    and application.status = 'interview'
order by application.applied_at desc
limit 20
