-- fact: how far replicas are behind this server; on a standby, how far it is behind itself
-- seconds is null where the server does not say; bytes are of WAL not yet replayed. What only receives WAL (a backup) and
-- replays none is no replica.
select
    coalesce(nullif(r.application_name, ''), 'without a name') as replica,
    r.state,
    extract(epoch from r.replay_lag)::float8 as seconds,
    pg_catalog.pg_wal_lsn_diff(
        case when pg_catalog.pg_is_in_recovery() then pg_catalog.pg_last_wal_replay_lsn()
            else pg_catalog.pg_current_wal_lsn() end,
        r.replay_lsn
    )::bigint as bytes
from pg_catalog.pg_stat_replication as r
where r.replay_lsn is not null
union all
select
    'this standby',
    coalesce((select w.status from pg_catalog.pg_stat_wal_receiver as w), 'not streaming'),
    -- while nothing is written on the primary, the last transaction grows old and nothing is behind
    case when pg_catalog.pg_last_wal_receive_lsn() = pg_catalog.pg_last_wal_replay_lsn() then 0
        else extract(epoch from pg_catalog.clock_timestamp() - pg_catalog.pg_last_xact_replay_timestamp())::float8 end,
    pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_last_wal_receive_lsn(), pg_catalog.pg_last_wal_replay_lsn())::bigint
where pg_catalog.pg_is_in_recovery()
order by replica, state
