-- title: Has this candidate applied for this job
-- seed: 2 ms -> 0.2 ms (10x)
-- weight: 8
-- param: candidate_id = (select 1 + floor(max(id) * power(random(), 2.5))::integer from candidates)
-- param: job_id = (select 1 + floor(max(id) * random())::integer from jobs)
select count(*)
from job_applications
where
    candidate_id = %(candidate_id)s
    and job_id = %(job_id)s
