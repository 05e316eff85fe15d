-- fact: the tables behind names of a way back, with what is needed to keep their rows
-- A partition's rows are read with its parent's where both are named. Columns whose type is the user's own are kept as
-- text: the type may go too.
select
  w.name as written,
  pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as qualified,
  pg_catalog.replace(n.nspname || '_' || c.relname, '.', '_') as plain,
  pg_catalog.pg_table_size(c.oid) as bytes,
  k.columns as key,
  a.columns
from pg_catalog.unnest(%(names)s::pg_catalog.text[]) as w (name)
join pg_catalog.pg_class as c on c.oid = pg_catalog.to_regclass(w.name) and c.relkind in ('r', 'p')
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
cross join lateral (
  select pg_catalog.jsonb_agg(
    pg_catalog.jsonb_build_object(
      'name', pg_catalog.quote_ident(a.attname),
      'type', case when t.typnamespace = 'pg_catalog'::regnamespace
        then pg_catalog.format_type(a.atttypid, a.atttypmod) else 'text' end
    ) order by a.attnum
  ) as columns
  from pg_catalog.pg_attribute as a join pg_catalog.pg_type as t on t.oid = a.atttypid
  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
) as a
cross join lateral (
  select coalesce(pg_catalog.array_agg(pg_catalog.quote_ident(a.attname) order by a.attnum), '{}') as columns
  from pg_catalog.pg_index as i
  join pg_catalog.pg_attribute as a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
  where i.indrelid = c.oid and i.indisprimary
) as k
order by w.name
