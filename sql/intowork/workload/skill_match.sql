-- title: Candidates who have both of two skills
-- weight: 1
select candidate_id, count(*) as skills
from skills
where name in ('Python', 'SQL')
group by candidate_id
having count(distinct name) = 2
