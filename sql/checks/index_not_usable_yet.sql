-- title: Indexes that queries pass over until older transactions end
-- dimension: indexes
-- severity: warning
-- since: 14
-- remedy: end the transactions that are older than it: pg_terminate_backend for pid {pids}
-- why: the index is valid, and yet every query plans without it, for as long as an older transaction is open
with waiting as (
    -- Rows that had changed in place (HOT) when it was built are only in it as they are now. So the planner leaves it
    -- aside while a transaction is running that began before: until pg_index's row precedes every running transaction.
    select
        i.indexrelid, i.indrelid, i.xmin as built_by
    from pg_catalog.pg_index as i
    where i.indcheckxmin and i.indisvalid and i.indisready and i.indislive
        and pg_catalog.age(i.xmin) <= pg_catalog.age(
            pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())::xid
        )
), holders as (
    -- locks are public in PostgreSQL; a prepared transaction has no pid
    select l.pid, l.transactionid
    from pg_catalog.pg_locks as l
    where l.locktype = 'transactionid' and l.granted and l.mode = 'ExclusiveLock'
)
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(x.relname) as object,
    'on ' || pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname)
        || ': no plan uses it while transactions older than its build are open' as message,
    pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname) as table_name,
    coalesce(h.pids, 'none here: a prepared transaction, or one of the primary') as pids
from waiting as w
join pg_catalog.pg_class as x on x.oid = w.indexrelid
join pg_catalog.pg_namespace as n on n.oid = x.relnamespace
join pg_catalog.pg_class as t on t.oid = w.indrelid
join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
cross join lateral (
    select pg_catalog.string_agg(h.pid::text, ', ' order by h.pid) as pids
    from holders as h
    where pg_catalog.age(h.transactionid) >= pg_catalog.age(w.built_by)
) as h
where n.nspname !~ '^pg_(catalog|temp|toast_temp)'
    and n.nspname not in ('information_schema', 'opskit')
order by object
