-- title: Slow statements leave no trace in the log
-- dimension: monitoring
-- severity: warning
-- since: 14
-- remedy: alter system set {object} = '1s'; select pg_catalog.pg_reload_conf()
-- why: pg_stat_statements has averages only: which values were slow, when and for whom is known to the log alone
with settings as (
    select
        s.name, s.reset_val,
        s.source in ('client', 'user', 'database user') as own
    from pg_catalog.pg_settings as s
    -- the last is there where auto_explain is loaded, which logs the statement with its plan
    where s.name in ('log_min_duration_statement', 'log_min_duration_sample', 'auto_explain.log_min_duration')
), logging as (
    select
        pg_catalog.bool_or(s.own) as own,
        pg_catalog.bool_or(s.reset_val <> '-1' and not s.own) as logged
    from settings as s
)
select
    'log_min_duration_statement' as object,
    case when l.own
        then 'this login has its own limit: what is logged of other sessions cannot be seen'
        else 'no statement is logged, however long it takes'
    end as message,
    not l.own as seen
from logging as l
where not l.logged
order by object
