-- title: What the server does in the background leaves no trace in the log
-- dimension: monitoring
-- severity: warning
-- since: 14
-- remedy: alter system set {object} = {wanted}; select pg_catalog.pg_reload_conf()
-- why: a stall at night cannot be told from a checkpoint, a long vacuum or a sort that spilled to the disk
select
    s.name as object,
    case when o.own
        then 'this login has its own ' || s.name || ': what other sessions use cannot be seen'
        else s.name || ' is ' || s.reset_val || ': ' || w.missing
    end as message,
    w.severity,
    not o.own as seen,
    w.wanted
from pg_catalog.pg_settings as s
join (
    -- the first two are wanted as they are by default from PostgreSQL 15 on
    values
        ('log_checkpoints', 'off', 'warning', 'on', 'no checkpoint is logged'),
        ('log_autovacuum_min_duration', '-1', 'warning', '''10min''', 'no autovacuum is logged, however long it takes'),
        ('log_temp_files', '-1', 'info', '''10MB''', 'no sort or hash that goes to the disk is logged')
) as w (name, off, severity, wanted, missing) on w.name = s.name
cross join lateral (select s.source in ('client', 'user', 'database user') as own) as o
where o.own or s.reset_val = w.off
order by object
