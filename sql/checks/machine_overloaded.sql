-- title: More processes want to run than the server's machine has cores
-- dimension: scalability
-- severity: warning
-- since: 14
-- given: machine
-- param: max_per_core = 2
-- source: a judgement: with two for each core everything takes twice its time; Linux counts waits for disk too
-- remedy: find what runs (opskit locks, pg_stat_activity, top); wait for it before building indexes
-- why: a build, a backfill or a load that comes on top makes the application slower than anybody has measured
select
    'load' as object,
    'on average ' || m.load::text || ' processes ran or waited within the last minute, on ' || m.cores::text
        || ' cores' as message,
    m.load as load,
    m.cores as cores
from pg_catalog.jsonb_to_record(%(machine)s::jsonb) as m (load numeric, cores integer)
where m.load > %(max_per_core)s::numeric * m.cores
order by object
