-- title: Indexes that no query used
-- dimension: indexes
-- severity: warning
-- since: 14
-- param: min_days = 30
-- source: pg-diag: 30 days, which cover a month's jobs; pganalyze waits for 35
-- param: idle_days = 90
-- source: one quarter, to spare what its job uses; PostgreSQL 16 and later say when the last scan was
-- param: min_bytes = 1048576
-- source: pg-extras: below 1 MiB an index is not worth a word
-- remedy: {statement}
-- why: every write keeps it up to date, it fills memory and lengthens each vacuum, and no query needs it
-- with: counters_window
with recursive members (relid, root) as (
    -- The partitions of an index count as one with it.
    select x.oid, x.oid from pg_catalog.pg_class as x where x.relkind in ('i', 'I') and not x.relispartition
    union all
    select h.inhrelid, m.root
    from members as m
    join pg_catalog.pg_inherits as h on h.inhparent = m.relid
), scans as (
    -- PostgreSQL 16 and later say when the last scan was: an index used long ago is not used any more.
    select
        m.root,
        pg_catalog.max(
            case when s.idx_scan > 0
                then coalesce((pg_catalog.to_jsonb(s) ->> 'last_idx_scan')::timestamptz, 'infinity')
            end
        ) as last_scan,
        pg_catalog.sum(s.idx_scan) as scans
    from members as m
    join pg_catalog.pg_stat_all_indexes as s on s.indexrelid = m.relid
    group by m.root
), server as (
    select
        w.began,
        pg_catalog.now() - pg_catalog.make_interval(secs => %(min_days)s::float8 * 86400) as horizon,
        pg_catalog.now() - pg_catalog.make_interval(secs => %(idle_days)s::float8 * 86400) as idle_horizon,
        (
            select pg_catalog.count(*)
            from pg_catalog.pg_stat_replication as r
            left join pg_catalog.pg_replication_slots as s on s.active_pid = r.pid
            where coalesce(s.slot_type, 'physical') = 'physical'
                and coalesce(r.state, '') <> 'backup'
                and coalesce(r.application_name, '') not in ('pg_receivewal', 'pg_basebackup')
        ) as standbys
    from counters_window as w
), idle as (
    -- What enforces or serves something is needed without any scan: a key, a foreign key on either side, a replica
    -- identity, an order to cluster by. Access methods of extensions may not count their scans.
    select
        x.oid as root, x.relkind, s.scans, s.last_scan,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(x.relname) as object,
        pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname) as table_name,
        b.built_at,
        -- where commit times are kept, one that is not known any more is older than the server's last start
        coalesce(b.built_at, case when b.kept then pg_catalog.pg_postmaster_start_time() end) as built_before
    from scans as s
    cross join server as v
    join pg_catalog.pg_index as i on i.indexrelid = s.root
    join pg_catalog.pg_class as x on x.oid = i.indexrelid
    join pg_catalog.pg_am as am on am.oid = x.relam
    join pg_catalog.pg_namespace as n on n.oid = x.relnamespace
    join pg_catalog.pg_class as t on t.oid = i.indrelid
    join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
    cross join lateral (
        select
            k.kept,
            case when k.kept then pg_catalog.pg_xact_commit_timestamp(i.xmin) end as built_at
        from (
            select pg_catalog.current_setting('track_commit_timestamp') = 'on'
                and not pg_catalog.pg_is_in_recovery() as kept
        ) as k
    ) as b
    where (s.scans = 0 or s.last_scan < v.idle_horizon)
        and i.indisvalid and i.indisready and i.indislive
        and not (i.indisunique or i.indisexclusion or i.indisclustered or i.indisreplident)
        and am.amname in ('btree', 'hash', 'gist', 'gin', 'spgist', 'brin')
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
        and not exists (
            select from pg_catalog.pg_constraint as k
            where k.conrelid = i.indrelid and k.contype = 'f'
                and k.conkey <@ (i.indkey::int2[])[0:pg_catalog.cardinality(k.conkey) - 1]
        )
        and not exists (
            select from pg_catalog.pg_depend as d
            where d.classid = 'pg_catalog.pg_class'::regclass and d.objid in (x.oid, t.oid) and d.deptype = 'e'
        )
), measured as (
    select i.root, pg_catalog.sum(pg_catalog.pg_relation_size(m.relid))::bigint as bytes
    from idle as i
    join members as m on m.root = i.root
    group by i.root
), unused as (
    -- One that is known to be younger than the time it takes to tell is passed over.
    select i.*, m.bytes, coalesce(i.built_before <= v.horizon, false) as of_age
    from idle as i
    join measured as m on m.root = i.root
    cross join server as v
    where m.bytes >= %(min_bytes)s::bigint
        and coalesce(i.built_at <= v.horizon, true)
), doubt as (
    select case
        when pg_catalog.current_setting('track_counts') = 'off' then 'track_counts is off: nothing counts scans'
        when u.indexes = 0 then null
        when pg_catalog.pg_is_in_recovery()
            then 'indexes not used on this standby: ' || u.indexes::text
                || '; the primary counts its own scans: ask it'
        when v.standbys > 0
            then 'indexes not used on this server: ' || u.indexes::text || '; its standbys, '
                || v.standbys::text || ', count their own scans: ask them'
        when v.began is null
            then 'indexes without a scan: ' || u.indexes::text || '; since when scans are counted cannot be told'
        when v.began > v.horizon
            then 'indexes without a scan: ' || u.indexes::text || ', but the counters began at '
                || pg_catalog.to_char(v.began, 'YYYY-MM-DD HH24:MI TZ') || ' only; ' || %(min_days)s::text
                || ' days are needed'
    end as reason
    from server as v
    cross join (select pg_catalog.count(*) as indexes from unused as u) as u
)
select
    u.object,
    case when u.scans = 0 then 'no scan since ' || pg_catalog.to_char(v.began, 'YYYY-MM-DD HH24:MI TZ')
        else 'last scan at ' || pg_catalog.to_char(u.last_scan, 'YYYY-MM-DD HH24:MI TZ') end
        || ', ' || pg_catalog.pg_size_pretty(u.bytes) || ' on ' || u.table_name
        || case when u.of_age then ''
            else '; when it was built is not known, it may be young (track_commit_timestamp)' end as message,
    case when u.of_age then 'warning' else 'info' end as severity,
    true as seen,
    u.table_name,
    u.bytes as size_bytes,
    u.scans,
    case when u.scans > 0 then u.last_scan::text end as last_scan,
    v.began::text as counted_since,
    u.built_at::text as built_at,
    -- an index on a partitioned table cannot be dropped concurrently
    case when u.relkind = 'I' then 'drop index ' else 'drop index concurrently ' end || u.object as statement
from unused as u
cross join server as v
cross join doubt as d
where d.reason is null
union all
select
    pg_catalog.quote_ident(pg_catalog.current_database()), d.reason, null, false, null, null, null, null, null, null,
    null
from doubt as d
where d.reason is not null
order by object
