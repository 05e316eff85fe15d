-- fact: the standbys that stream from this server over a network
-- host is null for a login that may not see it, and where a standby comes over a unix socket: it is left out.
select
    coalesce(nullif(r.application_name, ''), 'without a name') as name,
    pg_catalog.host(r.client_addr) as host
from pg_catalog.pg_stat_replication as r
left join pg_catalog.pg_replication_slots as s on s.active_pid = r.pid
where r.client_addr is not null
    and r.replay_lsn is not null
    and coalesce(s.slot_type, 'physical') = 'physical'
order by name, host, r.pid
