-- fact: who holds, or is in the queue for, a lock that a statement would have to wait for
-- param: relations: text[] of relation names, quoted where they have to be
-- param: modes: text[], beside each relation a lock mode that conflicts with the one wanted, as in pg_locks.mode
-- What is no name (a table without one yet: "the TOAST table of t") is passed over: to_regclass refuses it up to 15.
-- A session is listed once for each relation, with its strongest claim. A prepared transaction has no pid; its query is
-- its global identifier. Without pg_read_all_stats the sessions of others show neither state nor query.
with
wanted as materialized (
    select c.oid, n.nspname, c.relname, w.mode
    from rows from (pg_catalog.unnest(%(relations)s::text[]), pg_catalog.unnest(%(modes)s::text[])) as w (name, mode)
    join pg_catalog.pg_class as c
        on c.oid = case
            when w.name ~ '^("([^"]|"")+"|[a-z_][a-z0-9_$]*)([.]("([^"]|"")+"|[a-z_][a-z0-9_$]*))?$'
                then pg_catalog.to_regclass(w.name)
        end
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
),
claim as materialized (
    select
        l.pid, l.virtualtransaction, w.oid, w.nspname, w.relname,
        pg_catalog.bool_or(l.granted) as granted, pg_catalog.max(l.mode) as lock_mode
    from pg_catalog.pg_locks as l
    join wanted as w on w.oid = l.relation and w.mode = l.mode
    where
        l.locktype = 'relation'
        and l.database in (
            0, (select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database())
        )
        and l.pid is distinct from pg_catalog.pg_backend_pid()
    group by l.pid, l.virtualtransaction, w.oid, w.nspname, w.relname
)
select
    c.pid,
    coalesce(a.usename::text, p.owner::text) as user_name,
    coalesce(a.application_name, '') as application,
    a.client_addr::text as client,
    case when c.pid is null then 'prepared' else a.state end as state,
    coalesce(a.backend_type, '') as backend_type,
    coalesce(pg_catalog.strpos(a.query, '(to prevent wraparound)') > 0, false) as prevents_wraparound,
    coalesce(r.rolsuper, false) as superuser,
    coalesce(r.rolreplication, false) as replication,
    extract(epoch from pg_catalog.clock_timestamp()
        - coalesce(a.xact_start, a.query_start, a.backend_start, p.prepared))::float8 as age_s,
    pg_catalog.left(coalesce(a.query, p.gid, ''), 200) as query,
    pg_catalog.quote_ident(c.nspname) || '.' || pg_catalog.quote_ident(c.relname) as relation,
    c.lock_mode,
    c.granted
from claim as c
left join pg_catalog.pg_stat_activity as a on a.pid = c.pid
left join pg_catalog.pg_roles as r on r.oid = a.usesysid
left join pg_catalog.pg_locks as x
    on c.pid is null and x.pid is null and x.locktype = 'transactionid' and x.virtualtransaction = c.virtualtransaction
left join pg_catalog.pg_prepared_xacts as p on p.transaction = x.transactionid
order by age_s desc nulls last, c.pid, relation
