-- fact: the foreign keys of the database, by what a delete of the row referred to does; not_valid: old rows may break it
select
    count(*)::integer as total,
    (count(*) filter (where k.confdeltype = 'c'))::integer as cascade,
    (count(*) filter (where k.confdeltype = 'a'))::integer as no_action,
    (count(*) filter (where k.confdeltype = 'r'))::integer as restrict,
    (count(*) filter (where k.confdeltype = 'n'))::integer as set_null,
    (count(*) filter (where k.confdeltype = 'd'))::integer as set_default,
    (count(*) filter (where not k.convalidated))::integer as not_valid
from pg_catalog.pg_constraint as k
join pg_catalog.pg_namespace as n on n.oid = k.connamespace
where
    k.contype = 'f'
    and k.conparentid = 0
    and n.nspname not in ('information_schema', 'opskit')
    and not pg_catalog.starts_with(n.nspname, 'pg_')
