-- fact: what each statement of this database has cost so far
-- Of another role's statements a login without pg_read_all_stats sees neither queryid nor text. The times of the JIT
-- compiler are there from PostgreSQL 15 on. opskit's session finds the extension whatever schema it lies in.
select
    s.queryid::text as queryid,
    s.userid::text as role,
    s.toplevel,
    pg_catalog.left(pg_catalog.regexp_replace(s.query, '\s+', ' ', 'g'), 300) as text,
    s.calls,
    s.total_exec_time as total_ms,
    s.rows,
    s.temp_blks_written as temp_blocks,
    coalesce((j.row ->> 'jit_generation_time')::float8, 0) + coalesce((j.row ->> 'jit_inlining_time')::float8, 0)
        + coalesce((j.row ->> 'jit_optimization_time')::float8, 0)
        + coalesce((j.row ->> 'jit_emission_time')::float8, 0) as jit_ms
from pg_stat_statements as s
join pg_catalog.pg_database as d on d.oid = s.dbid
cross join lateral (select pg_catalog.to_jsonb(s) - 'query' as row) as j
where d.datname = pg_catalog.current_database()
order by s.total_exec_time desc, s.queryid, s.userid, s.toplevel
