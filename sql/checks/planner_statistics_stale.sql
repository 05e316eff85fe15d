-- title: Tables whose planner statistics are out of date
-- dimension: queries
-- severity: warning
-- since: 14
-- param: min_hours = 3
-- source: dasha: more changes than autoanalyze allows for longer than 3 h
-- param: lost_rows = 1000
-- source: below that many rows a table whose counters were lost (crash, restore, reset) is not worth a word
-- remedy: analyze {object}
-- why: the planner chooses joins and indexes for data that is no longer there
with judged as (
    -- The limit is each table's own: autovacuum_analyze_threshold and _scale_factor of the table, else of the server.
    select
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as object,
        s.n_mod_since_analyze as changes,
        greatest(s.last_analyze, s.last_autoanalyze) as analyzed,
        pg_catalog.round((
            coalesce(o.threshold, pg_catalog.current_setting('autovacuum_analyze_threshold')::float8)
            + greatest(c.reltuples, 0)
            * coalesce(o.scale_factor, pg_catalog.current_setting('autovacuum_analyze_scale_factor')::float8)
        )::numeric) as allowed,
        -- rows were counted once by a vacuum or analyze of which the counters know nothing
        c.reltuples >= %(lost_rows)s::float8
            and s.n_live_tup + s.n_dead_tup < c.reltuples / 2
            and coalesce(s.last_analyze, s.last_autoanalyze, s.last_vacuum, s.last_autovacuum) is null as lost
    from pg_catalog.pg_stat_all_tables as s
    join pg_catalog.pg_class as c on c.oid = s.relid and c.relkind in ('r', 'm')
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    cross join lateral (
        select
            pg_catalog.max(r.option_value) filter (where r.option_name = 'autovacuum_analyze_threshold')::float8
                as threshold,
            pg_catalog.max(r.option_value) filter (where r.option_name = 'autovacuum_analyze_scale_factor')::float8
                as scale_factor
        from pg_catalog.pg_options_to_table(c.reloptions) as r
    ) as o
    where n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
)
select
    j.object,
    j.changes::text || ' rows changed since the last analyze, ' || j.allowed::text || ' are allowed' as message,
    true as seen,
    j.changes,
    j.allowed,
    j.analyzed::text as last_analyzed
from judged as j
where j.changes > j.allowed
    and (
        j.analyzed is null
        or j.analyzed <= pg_catalog.now() - pg_catalog.make_interval(secs => %(min_hours)s::float8 * 3600)
    )
union all
select
    pg_catalog.quote_ident(pg_catalog.current_database()),
    case
        when pg_catalog.pg_is_in_recovery() then 'a standby does not count changes: ask the primary'
        when pg_catalog.current_setting('track_counts') = 'off' then 'track_counts is off: nothing counts the changes'
        else 'tables that lost their counters (crash, restore, reset): ' || x.lost::text || '; analyze them'
    end,
    false, null, null, null
from (select pg_catalog.count(*) filter (where j.lost) as lost from judged as j) as x
where x.lost > 0 or pg_catalog.pg_is_in_recovery() or pg_catalog.current_setting('track_counts') = 'off'
order by object
