-- title: Tables with many dead rows
-- dimension: scalability
-- severity: warning
-- since: 14
-- param: min_dead = 10000
-- source: postgres_exporter's mixin: more than 10,000 dead rows
-- param: min_pct = 20
-- source: Supabase health score and dasha: 20 percent
-- param: lost_rows = 1000
-- source: below that many rows a table whose counters were lost (crash, restore, reset) is not worth a word
-- remedy: vacuum (analyze) {object}
-- why: every scan reads them too, and the table grows; where a vacuum does not help, end what holds the horizon
with judged as (
    select
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as object,
        s.n_dead_tup as dead,
        s.n_live_tup as live,
        greatest(s.last_vacuum, s.last_autovacuum) as vacuumed,
        -- rows were counted once by a vacuum or analyze of which the counters know nothing
        c.reltuples >= %(lost_rows)s::float8
            and s.n_live_tup + s.n_dead_tup < c.reltuples / 2
            and coalesce(s.last_analyze, s.last_autoanalyze, s.last_vacuum, s.last_autovacuum) is null as lost
    from pg_catalog.pg_stat_all_tables as s
    join pg_catalog.pg_class as c on c.oid = s.relid and c.relkind in ('r', 'm')
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
)
select
    j.object,
    j.dead::text || ' dead rows beside ' || j.live::text || ' live ones' as message,
    true as seen,
    j.dead as dead_rows,
    pg_catalog.round(100.0 * j.dead / (j.dead + j.live), 1) as dead_pct,
    j.vacuumed::text as last_vacuumed
from judged as j
where j.dead >= %(min_dead)s::bigint
    and 100.0 * j.dead >= %(min_pct)s::numeric * (j.dead + j.live)
    and j.dead > 0
union all
select
    pg_catalog.quote_ident(pg_catalog.current_database()),
    case
        when pg_catalog.pg_is_in_recovery() then 'a standby does not count dead rows: ask the primary'
        when pg_catalog.current_setting('track_counts') = 'off' then 'track_counts is off: nothing counts dead rows'
        else 'tables that lost their counters (crash, restore, reset): ' || x.lost::text || '; vacuum (analyze) them'
    end,
    false, null, null, null
from (select pg_catalog.count(*) filter (where j.lost) as lost from judged as j) as x
where x.lost > 0 or pg_catalog.pg_is_in_recovery() or pg_catalog.current_setting('track_counts') = 'off'
order by object
