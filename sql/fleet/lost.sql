-- fact: jobs whose worker gives no sign of life any more
-- param: after_s: float, seconds
select j.id as job, j.worker_id as worker
from opskit_fleet.procrastinate_jobs as j
left join opskit_fleet.procrastinate_workers as w on w.id = j.worker_id
where
    j.status = 'doing'
    and (
        w.id is null
        or w.last_heartbeat < pg_catalog.now() - pg_catalog.make_interval(secs => %(after_s)s::double precision)
    )
order by j.id
