-- fact: a constraint of a table, and of all that inherits it, as it is before a statement changes it
-- param: oid: the table; name: text
-- Read it with search_path = pg_catalog, so that names are qualified. enforced is true before 18; comment is a literal.
with recursive family (oid, depth) as (
    select c.oid, 0 from pg_catalog.pg_class as c where c.oid = %(oid)s::pg_catalog.oid
    union
    select i.inhrelid, f.depth + 1 from pg_catalog.pg_inherits as i join family as f on f.oid = i.inhparent
)
select
    f.depth,
    c.relkind::text as kind,
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as relation,
    exists (select from pg_catalog.pg_inherits as i where i.inhparent = c.oid) as heirs,
    pg_catalog.quote_ident(k.conname) as name,
    k.contype::text as type,
    pg_catalog.pg_get_constraintdef(k.oid) as definition,
    k.convalidated as validated,
    coalesce((pg_catalog.to_jsonb(k) ->> 'conenforced')::boolean, true) as enforced,
    k.condeferrable as deferrable,
    k.condeferred as deferred,
    k.connoinherit as no_inherit,
    (
        select a.attname::text from pg_catalog.pg_attribute as a where a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    ) as first_column,
    coalesce(pg_catalog.quote_literal(pg_catalog.obj_description(k.oid, 'pg_constraint')), '') as comment
from family as f
join pg_catalog.pg_class as c on c.oid = f.oid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join pg_catalog.pg_constraint as k on k.conrelid = c.oid and k.conname = %(name)s
order by f.depth, c.oid
