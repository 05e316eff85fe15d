-- fact: what REINDEX of an index, a table or a schema would rebuild, and what earlier ones have left
-- param: relation: a quoted, perhaps qualified name of an index or a table; empty for a schema
-- param: schema: the name of a schema; empty otherwise
-- excludes says that the index belongs to an exclusion constraint, which REINDEX CONCURRENTLY cannot rebuild; leftover
-- that an interrupted REINDEX CONCURRENTLY has made it; system that the table belongs to PostgreSQL.
with recursive
wanted as (
    select c.oid
    from pg_catalog.pg_class as c
    where c.oid = (
            select coalesce(i.indrelid, r.oid)
            from pg_catalog.pg_class as r
            left join pg_catalog.pg_index as i on i.indexrelid = r.oid
            where r.oid = pg_catalog.to_regclass(nullif(%(relation)s, ''))
        )
        or (
            c.relkind in ('r', 'm')
            and c.relnamespace = (select n.oid from pg_catalog.pg_namespace as n where n.nspname = %(schema)s)
        )
),
family as (
    select w.oid, w.oid as root from wanted as w
    union
    select h.inhrelid, f.root
    from family as f
    join pg_catalog.pg_inherits as h on h.inhparent = f.oid
    join pg_catalog.pg_class as p on p.oid = f.oid and p.relkind = 'p'
),
tables as (
    select f.root, c.oid from family as f join pg_catalog.pg_class as c on c.oid = f.oid
    union
    select f.root, c.reltoastrelid from family as f join pg_catalog.pg_class as c on c.oid = f.oid where c.reltoastrelid <> 0
)
select
    tn.nspname::text as table_schema,
    t.relname::text as table_name,
    n.nspname::text as schema,
    c.relname::text as name,
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as qualified_name,
    i.indisexclusion as excludes,
    not i.indisvalid and c.relname ~ '_cc(new|old)[0-9]*$' as leftover,
    t.oid < 16384 as system
from tables as k
join pg_catalog.pg_class as t on t.oid = k.root
join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
join pg_catalog.pg_index as i on i.indrelid = k.oid
join pg_catalog.pg_class as c on c.oid = i.indexrelid and c.relkind = 'i'
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
order by tn.nspname collate "C", t.relname collate "C", c.oid
