-- title: Replication slots nobody reads, or not fast enough
-- dimension: scalability
-- severity: warning
-- since: 14
-- param: min_bytes = 5368709120
-- source: pgEdge pg-healthcheck: 5 GiB of retained WAL
-- param: critical_bytes = 21474836480
-- source: pgEdge pg-healthcheck: 20 GiB of retained WAL
-- param: min_minutes = 30
-- source: postgres_exporter's mixin: inactive for 30 minutes (PostgreSQL 17 and later say since when)
-- remedy: start its reader, or select pg_catalog.pg_drop_replication_slot({slot_literal})
-- why: the server keeps all WAL since the slot stopped, until the disk is full
with slots as (
    select
        s.slot_name, s.active, s.wal_status,
        pg_catalog.to_jsonb(s) ->> 'invalidation_reason' as invalidation_reason,
        (pg_catalog.to_jsonb(s) ->> 'inactive_since')::timestamptz as inactive_since,
        pg_catalog.pg_wal_lsn_diff(
            case when pg_catalog.pg_is_in_recovery() then pg_catalog.pg_last_wal_replay_lsn()
                else pg_catalog.pg_current_wal_lsn() end,
            s.restart_lsn
        )::bigint as retained_bytes,
        greatest(pg_catalog.age(s.xmin), pg_catalog.age(s.catalog_xmin)) as xmin_age
    from pg_catalog.pg_replication_slots as s
    where not s.temporary
)
select
    pg_catalog.quote_ident(s.slot_name) as object,
    case when s.wal_status = 'lost'
            then 'lost: ' || coalesce(s.invalidation_reason, 'the WAL its reader needs is gone')
        when s.wal_status = 'unreserved' then 'about to be lost: its WAL is no longer kept'
        else case when s.active then 'its reader is far behind' else 'no reader' end
            || ', and ' || pg_catalog.pg_size_pretty(s.retained_bytes) || ' of WAL kept for it'
            || coalesce(' since ' || s.inactive_since::text, '')
    end as message,
    case
        when s.wal_status in ('lost', 'unreserved') or s.retained_bytes >= %(critical_bytes)s::bigint then 'critical'
        else 'warning'
    end as severity,
    pg_catalog.quote_literal(s.slot_name) as slot_literal,
    s.retained_bytes,
    s.xmin_age,
    s.inactive_since::text as inactive_since
from slots as s
where s.wal_status in ('lost', 'unreserved')
    or s.retained_bytes >= %(critical_bytes)s::bigint
    or (
        not s.active
        and (
            s.retained_bytes >= %(min_bytes)s::bigint
            or s.inactive_since <= pg_catalog.now() - pg_catalog.make_interval(mins => %(min_minutes)s::integer)
        )
    )
order by object
