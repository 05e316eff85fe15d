-- fact: how many workers have given a sign of life lately
-- param: after_s: float, seconds
select count(*) as workers
from opskit_fleet.procrastinate_workers as w
where w.last_heartbeat >= pg_catalog.now() - pg_catalog.make_interval(secs => %(after_s)s::double precision)
