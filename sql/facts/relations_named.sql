-- fact: the relations that names on a command line mean, with all that belongs to them
-- param: names: text[], each as name or schema.name, plain or quoted
-- A table brings its indexes, a partitioned one its partitions, an index of a partitioned table its parts. A name that
-- means nothing has no row.
with recursive
meant (given, oid) as (
    select w.given, c.oid
    from pg_catalog.unnest(%(names)s::text[]) as w (given)
    join pg_catalog.pg_class as c on c.relkind in ('r', 'm', 'p', 'i', 'I')
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where
        n.nspname not in ('information_schema', 'opskit')
        and not pg_catalog.starts_with(n.nspname, 'pg_')
        and w.given in (
            c.relname::text,
            pg_catalog.quote_ident(c.relname),
            n.nspname || '.' || c.relname,
            pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname)
        )
),
whole (given, oid) as (
    select m.given, m.oid from meant as m
    union
    select w.given, h.inhrelid from whole as w join pg_catalog.pg_inherits as h on h.inhparent = w.oid
)
select w.given, w.oid::bigint as relid
from whole as w
union
select w.given, i.indexrelid::bigint
from whole as w
join pg_catalog.pg_index as i on i.indrelid = w.oid
order by 1, 2
