-- title: The published jobs of a company
-- seed: 30x
-- weight: 4
-- param: company_id = (select 1 + floor(max(id) * random())::integer from companies)
select *
from jobs
where
    company_id = %(company_id)s
    and status = 'PUBLISHED'
