-- title: Standbys and subscribers that lag behind
-- dimension: scalability
-- severity: warning
-- since: 14
-- needs: role pg_monitor
-- param: warn_seconds = 30
-- source: dasha: 30 s; pgvitals: critical from 30 s
-- param: critical_seconds = 300
-- source: nobody waits five minutes for a failover, and reads on the standby are that old
-- param: warn_bytes = 104857600
-- source: dasha: 100 MB; pgEdge pg-healthcheck: 50 and 500 MB
-- param: critical_bytes = 1073741824
-- source: dasha and postgres_exporter's mixin: 1 GB
-- remedy: {statement}
-- why: after a failover what had not arrived is lost, and until it has the primary keeps WAL
with senders as (
    -- a reader that never tells how far it is (a backup tool) is judged by what was sent to it
    select
        'standby ' || pg_catalog.quote_ident(coalesce(nullif(r.application_name, ''), 'without a name')) as object,
        pg_catalog.pg_wal_lsn_diff(
            case when pg_catalog.pg_is_in_recovery() then pg_catalog.pg_last_wal_replay_lsn()
                else pg_catalog.pg_current_wal_lsn() end,
            coalesce(r.replay_lsn, r.flush_lsn, r.write_lsn, r.sent_lsn)
        )::bigint as bytes,
        extract(epoch from r.replay_lag)::numeric as seconds,
        'state ' || r.state || ', sent '
            || coalesce(r.sent_lsn::text, 'nothing') || ', replayed ' || coalesce(r.replay_lsn::text, 'not told')
            as detail,
        'look for the bottleneck of it: network, disk, a query that recovery waits for, one core at its limit'
            as statement
    from pg_catalog.pg_stat_replication as r
    where r.state in ('catchup', 'streaming')
), receiver as (
    select
        pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_last_wal_receive_lsn(), pg_catalog.pg_last_wal_replay_lsn())::bigint
            as bytes,
        extract(epoch from pg_catalog.clock_timestamp() - pg_catalog.pg_last_xact_replay_timestamp())::numeric
            - (select s.setting::numeric / 1000 from pg_catalog.pg_settings as s
                where s.name = 'recovery_min_apply_delay') as seconds,
        exists (select from pg_catalog.pg_stat_wal_receiver as w where w.status = 'streaming') as streaming,
        exists (
            select from pg_catalog.pg_stat_activity as a
            where a.backend_type = 'startup'
                and (a.wait_event_type in ('Lock', 'BufferPin') or a.wait_event ~ '^RecoveryConflict')
        ) as blocked,
        case when pg_catalog.pg_is_in_recovery() then pg_catalog.pg_is_wal_replay_paused() end as paused
    where pg_catalog.pg_is_in_recovery()
), lags as (
    select s.object, s.bytes, s.seconds, s.detail, s.statement, true as known from senders as s
    union all
    select
        'this standby',
        r.bytes,
        -- while nothing is written on the primary the last transaction grows old, and the first bytes after that come
        -- while it is still the last: its age counts where replay stands still or is more than a segment behind
        case when not r.streaming or r.paused or r.blocked or r.bytes > 16777216 then r.seconds else 0 end,
        case when r.paused then 'replay is paused' when r.blocked then 'replay waits for a query here'
            when r.streaming then 'streaming' else 'not streaming' end,
        case when r.paused then 'select pg_catalog.pg_wal_replay_resume()'
            when not r.streaming and not r.blocked then 'look into its log why it does not reach the primary'
            else 'end the query that recovery waits for, or give it a faster disk' end,
        r.streaming or r.paused or r.blocked
    from receiver as r
), judged as (
    select
        l.object, pg_catalog.max(l.bytes) as bytes, pg_catalog.max(l.seconds) as seconds,
        pg_catalog.string_agg(l.detail, '; ' order by l.detail) as detail,
        pg_catalog.min(l.statement) as statement, pg_catalog.bool_and(l.known) as known
    from lags as l
    group by l.object
)
select
    j.object,
    pg_catalog.concat_ws(
        ', ',
        coalesce(pg_catalog.pg_size_pretty(j.bytes), 'an unknown amount') || ' behind',
        case when j.object = 'this standby'
            then 'its last transaction is ' || pg_catalog.round(j.seconds)::text || ' s old'
            else pg_catalog.round(j.seconds)::text || ' s'
        end,
        j.detail,
        case when not j.known then 'whether the primary wrote anything since cannot be told here' end
    ) as message,
    case when j.bytes >= %(critical_bytes)s::bigint or j.seconds >= %(critical_seconds)s::numeric
        then 'critical' else 'warning' end as severity,
    -- without a stream an old transaction may be all there is
    j.known as seen,
    j.bytes,
    pg_catalog.round(j.seconds, 1) as seconds,
    j.statement
from judged as j
where j.bytes >= %(warn_bytes)s::bigint
    or j.seconds >= %(warn_seconds)s::numeric
    or (not j.known and j.seconds is null)
order by object
