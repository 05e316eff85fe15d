-- title: The latest published jobs of an employer
-- seed: 30x
-- weight: 4
-- param: employer_id = (select 1 + floor(max(id) * power(random(), 2.5))::integer from employers)
select *
from jobs
where
    employer_id = %(employer_id)s
    and status = 'PUBLISHED'
order by posted_at desc
limit 10
