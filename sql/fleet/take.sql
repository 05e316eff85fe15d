-- Answers that were read, and those that nobody has fetched within a day, are taken away.
-- param: jobs: bigint[]
delete from opskit_fleet.outcome as o
where o.job = any (%(jobs)s::bigint[]) or o.at < pg_catalog.now() - interval '1 day'
