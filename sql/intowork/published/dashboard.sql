-- The dashboard in one trip: it counts jobs that its FROM does not name.
select count(distinct users.id) as users, count(distinct jobs.id) as jobs
from users
