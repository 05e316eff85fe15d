-- title: Nothing collects the log
-- dimension: monitoring
-- severity: info
-- since: 14
-- param: read_elsewhere = false
-- source: true where journald, a container engine or another service keeps what the server writes to stderr
-- remedy: {statement}
-- why: what the server says on stderr is lost, or lies in a file that nobody rotates
with settings as (
    select
        pg_catalog.current_setting('logging_collector') = 'on' as collected,
        pg_catalog.current_setting('log_destination') as destination,
        pg_catalog.current_setting('log_rotation_age') = '0' and pg_catalog.current_setting('log_rotation_size') = '0'
            as endless
)
select
    case when s.collected then 'log_rotation_age' else 'logging_collector' end as object,
    case when s.collected then 'the log is one file that is never rotated'
        when s.destination ~ 'csvlog|jsonlog'
            then 'log_destination is ' || s.destination || ', but logging_collector, which writes it, is off'
        else 'logging_collector is off, and log_destination is ' || s.destination
    end as message,
    case when not s.collected and s.destination ~ 'csvlog|jsonlog' then 'warning' else 'info' end as severity,
    s.destination,
    case when s.collected
        then 'alter system set log_rotation_age = ''1d''; select pg_catalog.pg_reload_conf()'
        else 'alter system set logging_collector = on; restart the server'
    end as statement
from settings as s
where (s.collected and s.endless)
    or (not s.collected and s.destination ~ 'csvlog|jsonlog')
    or (not s.collected and s.destination ~ 'stderr' and not %(read_elsewhere)s::boolean)
order by object
