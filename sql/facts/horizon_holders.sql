-- fact: what keeps VACUUM from removing rows of this database that are dead, the oldest first
-- kind: session, prepared transaction, replication slot, standby; hidden is one row that says that this login may not
-- see the snapshots of others. age_s: of its transaction, null where the server does not tell. age_xids: transactions
-- begun since its horizon. idle: a session in a transaction without a statement, a slot without a reader.
with
vacuuming as materialized (
    select p.pid from pg_catalog.pg_stat_progress_vacuum as p
)
select
    'session' as kind, a.pid, coalesce(a.usename::text, '') as name,
    extract(epoch from pg_catalog.clock_timestamp() - a.xact_start)::float8 as age_s,
    greatest(pg_catalog.age(a.backend_xmin), pg_catalog.age(a.backend_xid)) as age_xids,
    pg_catalog.starts_with(a.state, 'idle in transaction') as idle
from pg_catalog.pg_stat_activity as a
where
    a.datname = pg_catalog.current_database()
    and a.pid <> pg_catalog.pg_backend_pid()
    and a.pid not in (select v.pid from vacuuming as v)
    and (a.backend_xmin is not null or a.backend_xid is not null)
union all
select
    'prepared transaction', null, p.gid,
    extract(epoch from pg_catalog.clock_timestamp() - p.prepared)::float8, pg_catalog.age(p.transaction), true
from pg_catalog.pg_prepared_xacts as p
where p.database = pg_catalog.current_database()
union all
select 'replication slot', s.active_pid, s.slot_name::text, null, pg_catalog.age(s.xmin), not s.active
from pg_catalog.pg_replication_slots as s
where s.xmin is not null
union all
select 'standby', r.pid, r.application_name, null, pg_catalog.age(r.backend_xmin), false
from pg_catalog.pg_stat_replication as r
where r.backend_xmin is not null
union all
select 'hidden', null, null, null, null, null
where not pg_catalog.pg_has_role('pg_read_all_stats', 'usage')
order by age_xids desc nulls last, kind, pid, name
