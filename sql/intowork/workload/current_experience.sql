-- title: The present position of a candidate
-- weight: 2
-- param: candidate_id = (select 1 + floor(max(id) * power(random(), 2.5))::integer from candidates)
select *
from experiences
where
    candidate_id = %(candidate_id)s
    and is_current
