-- fact: default privileges and user mappings: what is compared with owners and privileges only
-- The columns are those of other_objects. Options of user mappings are secrets, and left out.
select
    'default privileges' as kind,
    'of ' || d.defaclrole::regrole || coalesce(' in ' || nullif(d.defaclnamespace, 0)::regnamespace, '') || ' for '
        || case d.defaclobjtype
            when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' when 'T' then 'types'
            when 'n' then 'schemas' else d.defaclobjtype::text
        end as name,
    'pg_catalog.pg_default_acl'::regclass::oid::bigint as class, d.oid::bigint as oid, 0 as sub,
    pg_catalog.json_object(array['privileges'], array[(
        select pg_catalog.string_agg(
            case when g.grantee = 0 then 'public' else g.grantee::regrole::text end || '=' || g.privilege_type
                || case when g.is_grantable then '*' else '' end,
            '; ' order by g.grantee::regrole::text collate "C", g.privilege_type collate "C"
        )
        from pg_catalog.aclexplode(d.defaclacl) as g
    )])::text as parts
from pg_catalog.pg_default_acl as d
union all
select
    'user mapping',
    case when m.umuser = 0 then 'public' else m.umuser::regrole::text end || ' on ' || pg_catalog.quote_ident(m.srvname),
    'pg_catalog.pg_user_mapping'::regclass::oid::bigint, m.umid::bigint, 0, '{}'
from pg_catalog.pg_user_mappings as m
order by kind, name
