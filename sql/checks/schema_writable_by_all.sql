-- title: Schemas in which everybody may create objects
-- dimension: schema
-- severity: warning
-- since: 14
-- remedy: revoke create on schema {object} from public
-- why: any login can plant a function or table there that others' queries pick up in place of the right one
select
    pg_catalog.quote_ident(n.nspname) as object,
    'every login may create objects in it' as message,
    pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(n.nspowner)) as owner
from pg_catalog.pg_namespace as n
where n.nspname !~ '^pg_'
    and n.nspname not in ('information_schema', 'opskit')
    and exists (
        select from pg_catalog.aclexplode(coalesce(n.nspacl, pg_catalog.acldefault('n', n.nspowner))) as g
        where g.grantee = 0 and g.privilege_type = 'CREATE'
    )
order by object
