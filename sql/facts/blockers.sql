-- fact: what would make a schema change wait right now
-- param: relations: text[] of table names, each as name or schema.name, plain or quoted; partitions are included
-- param: older_than_s: float8, seconds from which on a transaction is worth naming
-- reason is one of: old snapshot, idle in transaction, prepared transaction, autovacuum to prevent wraparound,
-- index build, pg_dump, lock (held or awaited on one of the relations), not visible (the login may not see
-- the session: pg_read_all_stats). A session is listed once for each reason and each lock.
-- CREATE INDEX CONCURRENTLY waits for every old snapshot of the database, whatever tables it touches.
-- A prepared transaction has no pid; its query is its global identifier.
with
target as materialized (
    select c.oid
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where
        c.relkind in ('r', 'p', 'm', 'f')
        and not pg_catalog.starts_with(n.nspname, 'pg_')
        and (
            c.relname = any (%(relations)s::text[])
            or n.nspname || '.' || c.relname = any (%(relations)s::text[])
            or pg_catalog.quote_ident(c.relname) = any (%(relations)s::text[])
            or pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname)
                = any (%(relations)s::text[])
        )
),
watched as materialized (
    select t.oid from target as t
    union
    select l.relid from target as t cross join lateral pg_catalog.pg_partition_tree(t.oid) as l
),
session as materialized (
    select
        a.pid, a.usename::text as user_name, a.application_name as application, a.state,
        extract(epoch from pg_catalog.clock_timestamp() - coalesce(a.xact_start, a.query_start))::float8 as age_seconds,
        pg_catalog.left(a.query, 200) as query,
        a.backend_xmin, a.backend_type, a.xact_start
    from pg_catalog.pg_stat_activity as a
    where a.datname = pg_catalog.current_database() and a.pid <> pg_catalog.pg_backend_pid()
),
prepared as materialized (
    select
        null::integer as pid, p.owner::text as user_name, null::text as application, 'prepared' as state,
        extract(epoch from pg_catalog.clock_timestamp() - p.prepared)::float8 as age_seconds,
        pg_catalog.left(p.gid, 200) as query, l.virtualtransaction
    from pg_catalog.pg_prepared_xacts as p
    left join pg_catalog.pg_locks as l
        on l.pid is null and l.locktype = 'transactionid' and l.transactionid = p.transaction
    where p.database = pg_catalog.current_database()
),
held as materialized (
    select l.pid, l.virtualtransaction, l.relation, l.mode, l.granted
    from pg_catalog.pg_locks as l
    join watched as w on w.oid = l.relation
    where
        l.locktype = 'relation'
        and l.database = (select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database())
),
found (pid, user_name, application, state, age_seconds, query, reason, relation, lock_mode, granted) as (
    select
        s.pid, s.user_name, s.application, s.state, s.age_seconds, s.query, r.reason, v.relid, null::text, null::boolean
    from session as s
    left join pg_catalog.pg_stat_progress_vacuum as v on v.pid = s.pid and s.backend_type = 'autovacuum worker'
    cross join lateral (
        values
            ('old snapshot', s.backend_xmin is not null and s.age_seconds >= %(older_than_s)s::float8
                and s.backend_type <> 'autovacuum worker'),
            ('idle in transaction', pg_catalog.starts_with(s.state, 'idle in transaction')
                and s.age_seconds >= %(older_than_s)s::float8),
            ('autovacuum to prevent wraparound', s.backend_type = 'autovacuum worker'
                and pg_catalog.strpos(s.query, '(to prevent wraparound)') > 0),
            ('pg_dump', s.application = 'pg_dump' and s.xact_start is not null),
            ('not visible', s.query = '<insufficient privilege>')
    ) as r (reason, holds)
    where r.holds
    union all
    select s.pid, s.user_name, s.application, s.state, s.age_seconds, s.query, 'index build', b.relid, null, null
    from pg_catalog.pg_stat_progress_create_index as b
    join session as s on s.pid = b.pid
    union all
    select p.pid, p.user_name, p.application, p.state, p.age_seconds, p.query, 'prepared transaction', null, null, null
    from prepared as p
    union all
    select s.pid, s.user_name, s.application, s.state, s.age_seconds, s.query, 'lock', h.relation, h.mode, h.granted
    from held as h
    join session as s on s.pid = h.pid
    union all
    select p.pid, p.user_name, p.application, p.state, p.age_seconds, p.query, 'lock', h.relation, h.mode, h.granted
    from held as h
    join prepared as p on p.virtualtransaction = h.virtualtransaction
    where h.pid is null
)
select
    f.pid, f.user_name, f.application, f.state, f.age_seconds, f.query, f.reason,
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as relation,
    f.lock_mode, f.granted
from found as f
left join pg_catalog.pg_class as c on c.oid = f.relation
left join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
order by f.age_seconds desc nulls last, f.pid, f.query, f.reason, relation, f.lock_mode
