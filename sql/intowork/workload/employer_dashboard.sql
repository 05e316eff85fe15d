-- title: Applications and interviews of an employer
-- seed: 30x
-- weight: 4
-- slo: p50_ms < 100
-- param: employer_id = (select 1 + floor(max(id) * power(random(), 2.5))::integer from employers)
select
    count(*) filter (where application.status = 'interview') as interviews,
    count(*) as applications
from job_applications as application
join jobs as job on job.id = application.job_id
where job.employer_id = %(employer_id)s
