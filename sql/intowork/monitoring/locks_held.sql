-- Who holds which lock; pg_locks knows sessions by their pid, not by the name of a user.
select usename, mode, relation::regclass as relation
from pg_locks
where granted
order by usename
