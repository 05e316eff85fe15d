-- title: Does a candidate have a skill, and how well
-- weight: 4
-- param: candidate_id = (select 1 + floor(max(id) * power(random(), 2.5))::integer from candidates)
-- param: name = (array['Python', 'Excel', 'SQL', 'English'])[1 + floor(random() * 4)::integer]
select name, level
from skills
where
    candidate_id = %(candidate_id)s
    and name = %(name)s
