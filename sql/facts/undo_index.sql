-- fact: an index as it is before a constraint takes it over
-- param: oid: its table; name: text
-- Read it with search_path = pg_catalog, so that names are qualified. comment is a literal.
select
    pg_catalog.quote_ident(n.nspname) as schema,
    c.relname::text as name,
    pg_catalog.pg_get_indexdef(c.oid) as definition,
    coalesce(s.spcname::text, '') as tablespace,
    i.indisreplident as replica_identity,
    i.indisclustered as clustered,
    coalesce(pg_catalog.quote_literal(pg_catalog.obj_description(c.oid, 'pg_class')), '') as comment,
    array(
        select a.attname::text
        from pg_catalog.unnest(i.indkey::pg_catalog.int2[]) with ordinality as k (number, place)
        join pg_catalog.pg_attribute as a on a.attrelid = i.indrelid and a.attnum = k.number
        where k.place <= i.indnkeyatts
        order by k.place
    ) as columns
from pg_catalog.pg_index as i
join pg_catalog.pg_class as c on c.oid = i.indexrelid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
left join pg_catalog.pg_tablespace as s on s.oid = c.reltablespace
where i.indrelid = %(oid)s::pg_catalog.oid and c.relname = %(name)s
