-- title: Commits that wait for a standby that is not there
-- dimension: scalability
-- severity: critical
-- since: 14
-- needs: role pg_monitor
-- remedy: start the standby; until then alter system set {object} = ''; select pg_catalog.pg_reload_conf()
-- why: every commit hangs until the standby is back, or loses what it promised because somebody cancels it
with wanted as (
    -- FIRST n (list), ANY n (list), n (list), or a list of which one is enough
    select
        s.name, s.reset_val,
        coalesce(substring(s.reset_val from '^\s*(?:\w+\s+)?([0-9]+)\s*\(')::integer, 1) as standbys
    from pg_catalog.pg_settings as s
    where s.name = 'synchronous_standby_names'
        and pg_catalog.btrim(s.reset_val) <> ''
        and not pg_catalog.pg_is_in_recovery()
), present as (
    select pg_catalog.count(*) as standbys
    from pg_catalog.pg_stat_replication as r
    where r.sync_state in ('sync', 'quorum') and r.state = 'streaming'
)
select
    w.name as object,
    p.standbys::text || ' of ' || w.standbys::text || ' synchronous standbys are there, of: ' || w.reset_val as message,
    -- off and local wait for no standby
    case when pg_catalog.current_setting('synchronous_commit') in ('off', 'local') then 'warning' else 'critical' end
        as severity,
    p.standbys as present,
    w.standbys as wanted,
    (
        select pg_catalog.count(*) from pg_catalog.pg_stat_activity as a where a.wait_event = 'SyncRep'
    ) as waiting_sessions
from wanted as w
cross join present as p
where p.standbys < w.standbys
order by object
