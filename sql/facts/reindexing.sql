-- fact: what REINDEX of an index, a table or a schema would rebuild, and what earlier ones have left
-- param: relation: a quoted, perhaps qualified name of an index or a table; empty for a schema
-- param: schema: the name of a schema; empty otherwise
-- One row for each index of each table, with those of its TOAST table. asked says that the index itself was named, or is
-- a part of the one that was; split that what was named is partitioned; excludes that the index belongs to an exclusion
-- constraint, which REINDEX CONCURRENTLY cannot rebuild; leftover that an interrupted REINDEX CONCURRENTLY has made it;
-- system that the table belongs to PostgreSQL.
with
named as (
    select r.oid, r.relkind, coalesce(i.indrelid, r.oid) as relid
    from pg_catalog.pg_class as r
    left join pg_catalog.pg_index as i on i.indexrelid = r.oid
    where r.oid = pg_catalog.to_regclass(nullif(%(relation)s, ''))
),
wanted as (
    select w.relid as oid from named as w
    union
    select t.relid from named as w cross join lateral pg_catalog.pg_partition_tree(w.relid) as t where w.relkind in ('p', 'I')
    union
    select c.oid
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where n.nspname = %(schema)s and c.relkind in ('r', 'm')
),
part as (
    select w.oid from named as w
    union
    select t.relid from named as w cross join lateral pg_catalog.pg_partition_tree(w.oid) as t where w.relkind = 'I'
)
select
    tn.nspname::text as table_schema,
    t.relname::text as table_name,
    n.nspname::text as schema,
    c.relname::text as name,
    c.oid in (select p.oid from part as p) as asked,
    exists (select from named as w where w.relkind in ('p', 'I')) as split,
    i.indisexclusion as excludes,
    coalesce(s.spcname, own.spcname)::text as tablespace,
    not i.indisvalid and c.relname ~ '_cc(new|old)[0-9]*$' as leftover,
    t.oid < 16384::oid as system
from wanted as k
join pg_catalog.pg_class as t on t.oid = k.oid
join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
join pg_catalog.pg_index as i on i.indrelid in (t.oid, nullif(t.reltoastrelid, 0))
join pg_catalog.pg_class as c on c.oid = i.indexrelid and c.relkind = 'i'
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
left join pg_catalog.pg_tablespace as s on s.oid = nullif(c.reltablespace, 0)
join pg_catalog.pg_database as d on d.datname = pg_catalog.current_database()
join pg_catalog.pg_tablespace as own on own.oid = d.dattablespace
order by tn.nspname collate "C", t.relname collate "C", n.nspname collate "C", c.relname collate "C"
