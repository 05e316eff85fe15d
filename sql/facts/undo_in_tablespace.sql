-- fact: the relations that ALTER … ALL IN TABLESPACE moves away
-- param: tablespace: text; kinds: text[] of pg_class.relkind; roles: text[] of their owners, quoted, empty for all
select
    c.relkind::text as kind,
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as relation,
    pg_catalog.quote_ident(s.spcname) as tablespace
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join pg_catalog.pg_roles as r on r.oid = c.relowner
join pg_catalog.pg_database as d on d.datname = pg_catalog.current_database()
join pg_catalog.pg_tablespace as s on s.oid = coalesce(nullif(c.reltablespace, 0), d.dattablespace)
where
    s.spcname = %(tablespace)s
    and c.relkind = any (%(kinds)s::text[])
    and (%(roles)s::text[] = '{}' or pg_catalog.quote_ident(r.rolname) = any (%(roles)s::text[]))
    and c.relpersistence <> 't' and not c.relisshared
    and n.nspname not in ('pg_catalog', 'pg_toast')
order by relation
