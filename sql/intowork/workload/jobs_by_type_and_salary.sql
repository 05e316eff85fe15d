-- title: How many jobs of one type pay at least so much
-- seed: 50x
-- weight: 5
-- slo: p50_ms < 10, p99_ms < 50
-- param: job_type = (array['FULL_TIME', 'FULL_TIME', 'CONTRACT', 'PART_TIME'])[1 + floor(random() * 4)::integer]
-- param: salary = 40000 + 5000 * floor(random() * 5)::integer
select count(*)
from jobs
where
    status = 'PUBLISHED'
    and job_type = %(job_type)s
    and salary_min >= %(salary)s
