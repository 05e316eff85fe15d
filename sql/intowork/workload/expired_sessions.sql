-- title: How many sessions the clean-up would delete
-- weight: 1
select count(*)
from sessions
where expires < now()
