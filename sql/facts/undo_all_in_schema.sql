-- fact: what GRANT … ON ALL … IN SCHEMA is about
-- param: schemas: text[]
-- param: kind: text, as in libpg_query's ObjectType: table, sequence, function, procedure, routine
select 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid::pg_catalog.int8 as class, c.oid::pg_catalog.int8 as oid
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where
    n.nspname = any (%(schemas)s::text[])
    and case %(kind)s when 'table' then c.relkind in ('r', 'p', 'v', 'm', 'f') when 'sequence' then c.relkind = 'S' end
union all
select 'pg_catalog.pg_proc'::pg_catalog.regclass::pg_catalog.oid::pg_catalog.int8, f.oid::pg_catalog.int8
from pg_catalog.pg_proc as f
join pg_catalog.pg_namespace as n on n.oid = f.pronamespace
where
    n.nspname = any (%(schemas)s::text[])
    and case %(kind)s when 'function' then f.prokind <> 'p' when 'procedure' then f.prokind = 'p' else %(kind)s = 'routine' end
order by 1, 2
