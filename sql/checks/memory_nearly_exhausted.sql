-- title: The machine of the server is short of memory
-- dimension: scalability
-- severity: warning
-- since: 14
-- given: machine
-- param: warn_pct = 10
-- source: a judgement: what MemAvailable calls available has the page cache in it, which PostgreSQL reads through
-- param: critical_pct = 3
-- source: a judgement: by then the kernel looks for a process to kill
-- remedy: find what takes it (ps aux --sort=-rss); lower work_mem times the number of sessions, or add memory
-- why: the kernel kills a process when memory ends, and one killed backend restarts all sessions
with given as (
    select m.*
    from pg_catalog.jsonb_to_record(%(machine)s::jsonb) as m (memory_bytes bigint, available_bytes bigint)
), share as (
    select g.*, pg_catalog.round(100.0 * g.available_bytes / g.memory_bytes, 1) as available_pct
    from given as g
    where g.memory_bytes > 0
)
select
    'memory' as object,
    s.available_pct::text || ' percent are available (' || pg_catalog.pg_size_pretty(s.available_bytes) || ' of '
        || pg_catalog.pg_size_pretty(s.memory_bytes) || ')' as message,
    case when s.available_pct < %(critical_pct)s::numeric then 'critical' else 'warning' end as severity,
    s.available_bytes as available_bytes,
    s.memory_bytes as memory_bytes
from share as s
where s.available_pct < %(warn_pct)s::numeric
order by object
