-- title: Errors, or the statements that caused them, are not logged
-- dimension: monitoring
-- severity: warning
-- since: 14
-- remedy: alter system set {object} = {wanted}; select pg_catalog.pg_reload_conf()
-- why: what failed for a user is known to the application alone, if to anybody
select
    s.name as object,
    case when o.own
        then 'this login has its own ' || s.name || ': what other sessions use cannot be seen'
        else s.name || ' is ' || s.reset_val || ': ' || w.missing
    end as message,
    not o.own as seen,
    w.wanted
from pg_catalog.pg_settings as s
join (
    values
        ('log_min_messages', 'warning', 'no error is logged'),
        ('log_min_error_statement', 'error', 'an error is logged without the statement it came from')
) as w (name, wanted, missing) on w.name = s.name
cross join lateral (select s.source in ('client', 'user', 'database user') as own) as o
where o.own or s.reset_val in ('fatal', 'panic')
order by object
