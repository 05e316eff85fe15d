-- fact: how far replicas are behind in replaying
-- seconds is null where the server has not measured it (a replica that has just come back and catches up); it is not
-- listed where nothing is missing: what was last measured stays for a while when no more WAL is written. What only
-- receives WAL (pg_basebackup, pg_receivewal) replays none and is no replica.
select
    r.application_name as replica,
    r.client_addr::text as host,
    r.state,
    extract(epoch from r.replay_lag)::float8 as seconds,
    pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), r.replay_lsn)::bigint as bytes
from pg_catalog.pg_stat_replication as r
where r.replay_lsn is not null and r.replay_lsn < pg_catalog.pg_current_wal_lsn()
order by seconds desc nulls last, bytes desc, r.application_name, r.pid
