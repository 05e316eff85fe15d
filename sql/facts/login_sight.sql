-- fact: how much of the data and of the other sessions this login may see
-- tables and sequences are those of users; a sequence is readable with SELECT or USAGE. pid is the server's own number
-- of this session, read_only what the session was started with.
with
relation as (
    select c.oid, c.relkind
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where
        c.relkind in ('r', 'p', 'm', 'S')
        and c.relpersistence <> 't'
        and n.nspname not in ('information_schema', 'opskit')
        and not pg_catalog.starts_with(n.nspname, 'pg_')
)
select
    pg_catalog.pg_has_role('pg_monitor', 'usage') as monitor,
    count(*) filter (where r.relkind <> 'S')::integer as tables,
    count(*) filter (where r.relkind <> 'S' and not pg_catalog.has_table_privilege(r.oid, 'select'))::integer
        as hidden_tables,
    count(*) filter (where r.relkind = 'S')::integer as sequences,
    count(*) filter (where r.relkind = 'S' and not pg_catalog.has_sequence_privilege(r.oid, 'select, usage'))::integer
        as hidden_sequences,
    pg_catalog.pg_backend_pid() as pid,
    pg_catalog.current_setting('default_transaction_read_only') = 'on' as read_only
from relation as r
