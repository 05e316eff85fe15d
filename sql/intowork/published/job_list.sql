-- The job list with the label as the analysis writes it: the stored labels are in upper case.
select id, title, posted_at
from jobs
where status = 'PUBLISHED' and location_type = 'remote'
order by posted_at desc
limit 10
