-- fact: what became of jobs. said: the worker's answer; there: whether the job is still waiting or at work; worker: who
-- is at it
-- param: jobs: bigint[]
select
    asked.job,
    o.said,
    coalesce(j.status::text in ('todo', 'doing'), false) as there,
    j.worker_id as worker
from pg_catalog.unnest(%(jobs)s::bigint[]) as asked (job)
left join opskit_fleet.outcome as o on o.job = asked.job
left join opskit_fleet.procrastinate_jobs as j on j.id = asked.job
order by asked.job
