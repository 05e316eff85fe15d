-- fact: by which index CLUSTER sorts a table, or each partition of one that is partitioned
-- param: relation: text, the table's name as name or schema.name, quoted where SQL asks for it
-- clustered_on is quoted, empty where there is none
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as relation,
    c.relkind = 'm' as materialized,
    coalesce((
        select pg_catalog.quote_ident(x.relname)
        from pg_catalog.pg_index as i
        join pg_catalog.pg_class as x on x.oid = i.indexrelid
        where i.indrelid = c.oid and i.indisclustered
    ), '') as clustered_on
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where
    c.relkind <> 'p'
    and (
        c.oid = pg_catalog.to_regclass(%(relation)s)
        or c.oid in (select t.relid from pg_catalog.pg_partition_tree(pg_catalog.to_regclass(%(relation)s)) as t)
    )
order by n.nspname collate "C", c.relname collate "C"
