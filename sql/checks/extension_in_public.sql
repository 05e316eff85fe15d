-- title: Extensions in the schema public
-- dimension: schema
-- severity: info
-- since: 14
-- remedy: {statement}
-- why: its functions stand among the application's own, on every search_path, in dumps and in reach of the API
select
    pg_catalog.quote_ident(e.extname) as object,
    'installed in the schema public' as message,
    e.extrelocatable as relocatable,
    case when e.extrelocatable
        then 'create schema if not exists extensions; alter extension ' || pg_catalog.quote_ident(e.extname)
            || ' set schema extensions; then add it to the search_path of who uses it'
        else 'it cannot be moved: at the next rebuild create extension ' || pg_catalog.quote_ident(e.extname)
            || ' schema extensions'
    end as statement
from pg_catalog.pg_extension as e
where e.extnamespace = (select n.oid from pg_catalog.pg_namespace as n where n.nspname = 'public')
order by object
