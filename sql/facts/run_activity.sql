-- fact: what the sessions of one run are doing: statements, index builds with their progress, and whom they wait for
-- param: application: text, what application_name of the run's sessions begins with
-- blocks_* and tuples_* count within the phase, and keep their last value in the phases that do not count them.
-- index is null while the build is not visible to others. waits_for is a JSON array of the sessions in the way; pid 0
-- stands for a prepared transaction. age_seconds is that of the transaction, where there is none of the query.
select
    a.pid,
    a.query,
    extract(epoch from pg_catalog.clock_timestamp() - a.query_start)::float8 as seconds,
    pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname) as relation,
    pg_catalog.quote_ident(xn.nspname) || '.' || pg_catalog.quote_ident(x.relname) as index,
    b.phase,
    b.blocks_done,
    b.blocks_total,
    b.tuples_done,
    b.tuples_total,
    b.lockers_done,
    b.lockers_total,
    (
        select
            coalesce(
                pg_catalog.jsonb_agg(
                    pg_catalog.jsonb_build_object(
                        'pid', w.pid,
                        'user', coalesce(h.usename::text, ''),
                        'application', coalesce(h.application_name, ''),
                        'state', coalesce(h.state, case when w.pid = 0 then 'prepared' else '' end),
                        'age_s', extract(
                            epoch from pg_catalog.clock_timestamp() - coalesce(h.xact_start, h.query_start)
                        )::float8,
                        'query', coalesce(pg_catalog.left(h.query, 200), '')
                    )
                    order by h.xact_start, w.pid
                ),
                '[]'
            )
        from (select distinct p.pid from pg_catalog.unnest(s.blocking) as p (pid)) as w
        left join pg_catalog.pg_stat_activity as h on h.pid = w.pid
    ) as waits_for
from pg_catalog.pg_stat_activity as a
cross join lateral (
    select
        case when a.wait_event_type = 'Lock' then pg_catalog.pg_blocking_pids(a.pid) else '{}' end as blocking
) as s
left join pg_catalog.pg_stat_progress_create_index as b on b.pid = a.pid
left join pg_catalog.pg_class as t on t.oid = b.relid
left join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
left join pg_catalog.pg_class as x on x.oid = b.index_relid
left join pg_catalog.pg_namespace as xn on xn.oid = x.relnamespace
where
    pg_catalog.starts_with(a.application_name, %(application)s::text)
    and a.pid <> pg_catalog.pg_backend_pid()
    and a.datname = pg_catalog.current_database()
    and a.backend_type = 'client backend'
    and a.state = 'active'
order by a.query_start, a.pid
