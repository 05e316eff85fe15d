-- fact: the tables of a schema, partitions with their parents
select pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as name
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where n.oid = pg_catalog.to_regnamespace(%(schema)s) and c.relkind in ('r', 'p') and not c.relispartition
order by 1
