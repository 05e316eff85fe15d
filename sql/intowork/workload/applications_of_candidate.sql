-- title: The applications of a candidate in one status
-- seed: 150 ms -> 3 ms (50x)
-- weight: 10
-- param: candidate_id = (select 1 + floor(max(id) * power(random(), 2.5))::integer from candidates)
select *
from job_applications
where
    candidate_id = %(candidate_id)s
    and status = 'shortlisted'
order by applied_at desc
limit 50
