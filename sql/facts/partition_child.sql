-- fact: a table that is, was or will be a partition: its parent, its bound, its constraints
-- param: relation: a table name, quoted, perhaps qualified
-- condition holds for all rows of a partition; checks has for each CHECK and foreign key its definition and whether it is
-- validated.
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as qualified_name,
    n.nspname::text as schema,
    c.relname::text as name,
    c.relkind::text as kind,
    (
        select pg_catalog.quote_ident(pn.nspname) || '.' || pg_catalog.quote_ident(p.relname)
        from pg_catalog.pg_inherits as h
        join pg_catalog.pg_class as p on p.oid = h.inhparent
        join pg_catalog.pg_namespace as pn on pn.oid = p.relnamespace
        where h.inhrelid = c.oid and c.relispartition
    ) as parent,
    coalesce((
        select pg_catalog.bool_or(h.inhdetachpending) from pg_catalog.pg_inherits as h where h.inhrelid = c.oid
    ), false) as detach_pending,
    pg_catalog.pg_get_expr(c.relpartbound, c.oid) as bound,
    pg_catalog.pg_get_partition_constraintdef(c.oid) as condition,
    coalesce((
        select pg_catalog.jsonb_object_agg(
            k.conname,
            pg_catalog.jsonb_build_object(
                'validated', k.convalidated, 'kind', k.contype, 'definition', pg_catalog.pg_get_constraintdef(k.oid)
            )
        )
        from pg_catalog.pg_constraint as k
        where k.conrelid = c.oid and k.contype in ('c', 'f')
    ), '{}') as checks
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where c.oid = pg_catalog.to_regclass(%(relation)s)
