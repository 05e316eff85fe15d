-- title: Tables that are due for a vacuum and do not get one
-- dimension: scalability
-- severity: warning
-- since: 14
-- param: min_hours = 3
-- source: at an even pace past its limit for 3 h; a worker looks every autovacuum_naptime, one minute
-- param: min_dead = 10000
-- source: postgres_exporter's mixin: fewer dead rows are not worth a word
-- param: lost_rows = 1000
-- source: below that many rows a table whose counters were lost (crash, restore, reset) is not worth a word
-- remedy: vacuum (analyze) {object}; if it is back soon, more autovacuum_max_workers or a higher cost limit
-- why: the workers do not keep up: tables grow, plans rest on old statistics, and wraparound comes nearer
-- with: counters_window
with options as (
    -- the limits are each table's own, else the server's
    select
        c.oid,
        pg_catalog.max(r.option_value) filter (where r.option_name = 'autovacuum_vacuum_threshold')::float8
            as threshold,
        pg_catalog.max(r.option_value) filter (where r.option_name = 'autovacuum_vacuum_scale_factor')::float8
            as scale_factor,
        pg_catalog.max(r.option_value) filter (where r.option_name = 'autovacuum_vacuum_max_threshold')::float8
            as most,
        pg_catalog.bool_and(r.option_value::boolean) filter (where r.option_name = 'autovacuum_enabled') as enabled
    from pg_catalog.pg_class as c
    cross join lateral pg_catalog.pg_options_to_table(c.reloptions) as r
    where c.relkind in ('r', 'm')
        and r.option_name in (
            'autovacuum_vacuum_threshold', 'autovacuum_vacuum_scale_factor', 'autovacuum_vacuum_max_threshold',
            'autovacuum_enabled'
        )
    group by c.oid
), judged as (
    select
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as object,
        c.oid,
        s.n_dead_tup as dead,
        least(
            coalesce(o.threshold, pg_catalog.current_setting('autovacuum_vacuum_threshold')::float8)
            + greatest(c.reltuples, 0)
            * coalesce(o.scale_factor, pg_catalog.current_setting('autovacuum_vacuum_scale_factor')::float8),
            -- PostgreSQL 18 and later; -1 means none
            nullif(
                coalesce(o.most, pg_catalog.current_setting('autovacuum_vacuum_max_threshold', true)::float8), -1
            )
        ) as allowed,
        greatest(s.last_vacuum, s.last_autovacuum) as vacuumed,
        coalesce(greatest(s.last_vacuum, s.last_autovacuum), t.began) as since,
        -- rows were counted once by a vacuum or analyze of which the counters know nothing
        c.reltuples >= %(lost_rows)s::float8
            and s.n_live_tup + s.n_dead_tup < c.reltuples / 2
            and coalesce(s.last_analyze, s.last_autoanalyze, s.last_vacuum, s.last_autovacuum) is null as lost
    from pg_catalog.pg_stat_all_tables as s
    join pg_catalog.pg_class as c on c.oid = s.relid and c.relkind in ('r', 'm')
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    cross join counters_window as t
    left join options as o on o.oid = c.oid
    where n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
        and c.relpersistence <> 't'
        -- where it is switched off, autovacuum_off says so
        and coalesce(o.enabled, true)
), waiting as (
    -- the counters do not tell when the limit was passed: at an even pace since the last vacuum it was then
    select j.*, extract(epoch from (pg_catalog.clock_timestamp() - j.since) * (1 - j.allowed / j.dead)) / 3600 as hours
    from judged as j
    where j.dead > j.allowed
        and j.dead >= %(min_dead)s::bigint
        -- a vacuum holds this lock, and locks are shown to every login
        and not exists (
            select from pg_catalog.pg_locks as l
            join pg_catalog.pg_database as d on d.oid = l.database and d.datname = pg_catalog.current_database()
            where l.relation = j.oid and l.mode = 'ShareUpdateExclusiveLock' and l.granted
        )
)
select
    w.object,
    w.dead::text || ' dead rows, a vacuum is due from ' || w.allowed::bigint::text || ' on, for about '
        || pg_catalog.round(w.hours::numeric, 1)::text || ' h' as message,
    true as seen,
    w.dead as dead_rows,
    w.allowed::bigint as allowed_rows,
    pg_catalog.round(w.hours::numeric, 1) as overdue_hours,
    w.vacuumed::text as last_vacuumed
from waiting as w
where w.hours >= %(min_hours)s::float8
union all
select
    pg_catalog.quote_ident(pg_catalog.current_database()),
    case
        when pg_catalog.pg_is_in_recovery() then 'a standby does not count dead rows: ask the primary'
        when pg_catalog.current_setting('track_counts') = 'off' then 'track_counts is off: nothing counts dead rows'
        else 'tables that lost their counters (crash, restore, reset): ' || x.lost::text || '; vacuum (analyze) them'
    end,
    false, null, null, null, null
from (select pg_catalog.count(*) filter (where j.lost) as lost from judged as j) as x
where x.lost > 0 or pg_catalog.pg_is_in_recovery() or pg_catalog.current_setting('track_counts') = 'off'
order by object
