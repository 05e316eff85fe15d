-- fact: a domain as it is before a statement changes it; no row where there is none
-- param: oid: the domain
-- Read it with search_path = pg_catalog, so that names are qualified. constraints has those of the domain by name, with
-- the definition that adds each again, whether it is validated, and its comment as a literal.
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(t.typname) as domain,
    t.typname::text as name,
    coalesce(pg_catalog.pg_get_expr(t.typdefaultbin, 0), '') as default,
    t.typnotnull as not_null,
    coalesce((
        select pg_catalog.jsonb_object_agg(k.conname, pg_catalog.jsonb_build_object(
            'name', pg_catalog.quote_ident(k.conname), 'type', k.contype, 'validated', k.convalidated,
            'definition', pg_catalog.pg_get_constraintdef(k.oid),
            'comment', coalesce(pg_catalog.quote_literal(pg_catalog.obj_description(k.oid, 'pg_constraint')), '')
        ))
        from pg_catalog.pg_constraint as k where k.contypid = t.oid
    ), '{}') as constraints,
    array(
        select k.conname::text from pg_catalog.pg_constraint as k where k.connamespace = t.typnamespace order by k.conname
    ) as names_taken
from pg_catalog.pg_type as t
join pg_catalog.pg_namespace as n on n.oid = t.typnamespace
where t.oid = %(oid)s::pg_catalog.oid and t.typtype = 'd'
