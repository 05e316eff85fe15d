-- fact: every table that holds rows of its own, opskit's record left out
select pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as name
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where c.relkind = 'r' and n.nspname not in ('information_schema', 'opskit')
  and not pg_catalog.starts_with(n.nspname, 'pg_')
order by 1
