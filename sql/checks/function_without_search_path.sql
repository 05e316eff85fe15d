-- title: SECURITY DEFINER functions that trust the caller's search_path
-- dimension: schema
-- severity: warning
-- since: 14
-- remedy: {statement}, with every schema that its body reads without naming it
-- why: a caller puts a table or operator of their own first on the path, and it runs with the owner's rights
with definers as (
    -- A body in standard SQL is bound when it is created; C has no use for the path.
    select
        p.oid, p.proowner, o.rolsuper,
        pg_catalog.quote_ident(n.nspname) as schema_name,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(p.proname) || '(' || coalesce(a.types, '')
            || ')' as object,
        exists (
            select from pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) as g
            where g.grantee = 0 and g.privilege_type = 'EXECUTE'
        ) as by_all
    from pg_catalog.pg_proc as p
    join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
    join pg_catalog.pg_language as l on l.oid = p.prolang
    join pg_catalog.pg_roles as o on o.oid = p.proowner
    cross join lateral (
        select pg_catalog.string_agg(
            case t.typnamespace when 'pg_catalog'::regnamespace then pg_catalog.format_type(t.oid, null)
                else pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.typname) end,
            ', ' order by u.position
        ) as types
        from pg_catalog.unnest(p.proargtypes::oid[]) with ordinality as u (type, position)
        join pg_catalog.pg_type as t on t.oid = u.type
        join pg_catalog.pg_namespace as tn on tn.oid = t.typnamespace
    ) as a
    where p.prosecdef
        and p.prosqlbody is null
        and l.lanname not in ('c', 'internal')
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
        and not exists (
            select from pg_catalog.unnest(p.proconfig) as c (item) where pg_catalog.starts_with(c.item, 'search_path=')
        )
        and not exists (
            select from pg_catalog.pg_depend as d
            where d.classid = 'pg_catalog.pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
        )
)
select
    d.object,
    'runs as ' || pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(d.proowner))
        || case when d.rolsuper then ', a superuser,' else '' end || ' under the search_path of its caller'
        || case when d.by_all then ', and everybody may call it' else '' end as message,
    case when d.rolsuper and d.by_all then 'critical' else 'warning' end as severity,
    pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(d.proowner)) as owner,
    d.by_all as granted_to_public,
    -- pg_temp is searched first unless it is named
    'alter routine ' || d.object || ' set search_path = pg_catalog, ' || d.schema_name || ', pg_temp' as statement
from definers as d
order by object
