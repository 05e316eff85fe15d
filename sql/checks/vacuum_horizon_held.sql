-- title: What keeps VACUUM from removing dead rows
-- dimension: scalability
-- severity: warning
-- since: 14
-- needs: role pg_monitor
-- param: warn_xids = 10000000
-- source: dasha: 10 million transactions
-- param: critical_xids = 100000000
-- source: dasha: 100 million transactions; postgresai: half of autovacuum_freeze_max_age
-- remedy: {statement}
-- why: rows that died since it began stay, in every table: vacuums run over them in vain, and tables only grow
with sessions as (
    -- a session holds the horizon of its own database, a standby with feedback that of all
    select
        case when a.backend_type = 'walsender' then 'standby ' else 'session of ' end
            || coalesce(pg_catalog.quote_ident(a.usename), 'nobody')
            || coalesce(' with ' || pg_catalog.quote_literal(nullif(a.application_name, '')), '') as object,
        greatest(pg_catalog.age(a.backend_xmin), pg_catalog.age(a.backend_xid)) as xids,
        a.pid, a.state, a.xact_start, a.backend_type
    from pg_catalog.pg_stat_activity as a
    where (a.datname = pg_catalog.current_database() or a.backend_type = 'walsender')
        and a.pid <> pg_catalog.pg_backend_pid()
        -- a vacuum has a snapshot but holds nobody back
        and a.backend_type <> 'autovacuum worker'
        and not exists (select from pg_catalog.pg_stat_progress_vacuum as v where v.pid = a.pid)
), holders as (
    select
        s.object,
        pg_catalog.max(s.xids) as xids,
        case when s.backend_type = 'walsender' then 'by hot_standby_feedback, since its oldest query'
            else 'sessions: ' || pg_catalog.count(*)::text || ', the oldest transaction began '
                || coalesce(pg_catalog.min(s.xact_start)::text, 'at a time unknown')
        end as detail,
        case when s.backend_type = 'walsender' then 'end the long query on the standby'
            else pg_catalog.string_agg('select pg_catalog.pg_terminate_backend(' || s.pid::text || ')', '; '
                order by s.pid)
        end as statement
    from sessions as s
    where s.xids >= %(warn_xids)s::bigint
    group by s.object, s.backend_type
    union all
    select
        'slot ' || pg_catalog.quote_ident(s.slot_name),
        greatest(pg_catalog.age(s.xmin), pg_catalog.age(s.catalog_xmin)),
        case when s.xmin is null or pg_catalog.age(s.catalog_xmin) > pg_catalog.age(s.xmin)
            then 'of the catalog only, ' else '' end
            || case when s.active then 'its reader is far behind' else 'it has no reader' end,
        case when s.active then 'find out why the reader of the slot does not advance'
            else 'start its reader, or select pg_catalog.pg_drop_replication_slot('
                || pg_catalog.quote_literal(s.slot_name) || ')' end
    from pg_catalog.pg_replication_slots as s
    union all
    select
        'prepared transaction ' || pg_catalog.quote_literal(x.gid),
        pg_catalog.age(x.transaction),
        'prepared ' || x.prepared::text,
        'ask its coordinator, then rollback prepared ' || pg_catalog.quote_literal(x.gid)
    from pg_catalog.pg_prepared_xacts as x
    where x.database = pg_catalog.current_database()
)
select
    h.object,
    'the horizon is ' || h.xids::text || ' transactions old: ' || h.detail as message,
    case when h.xids >= %(critical_xids)s::bigint then 'critical' else 'warning' end as severity,
    h.xids,
    h.statement
from holders as h
where h.xids >= %(warn_xids)s::bigint
order by object
