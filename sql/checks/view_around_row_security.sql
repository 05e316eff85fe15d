-- title: Views that show rows which row security hides
-- dimension: schema
-- severity: warning
-- since: 14
-- remedy: {statement}
-- why: who may read the view reads every row of the table behind it, past all of its policies
with recursive reads as (
    select distinct
        v.oid as viewid, d.refobjid as relid, v.relowner, v.relkind,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(v.relname) as name,
        v.relkind = 'v' and exists (
            select from pg_catalog.pg_options_to_table(v.reloptions) as o
            where o.option_name = 'security_invoker' and o.option_value::boolean
        ) as invoker
    from pg_catalog.pg_class as v
    join pg_catalog.pg_namespace as n on n.oid = v.relnamespace
    join pg_catalog.pg_rewrite as r on r.ev_class = v.oid
    join pg_catalog.pg_depend as d
        on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = r.oid
        and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid <> v.oid and d.deptype = 'n'
    where v.relkind in ('v', 'm')
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
), reached (viewid, relid, reader, kept, mended) as (
    -- the table is read as the owner of the innermost view that is not security_invoker
    select
        r.viewid, r.relid, case when r.invoker then null else r.relowner end, r.relkind = 'm',
        case when r.invoker then '' else 'alter view ' || r.name || ' set (security_invoker = true)' end
    from reads as r
    join pg_catalog.pg_class as t on t.oid = r.relid and t.relkind in ('r', 'p') and t.relrowsecurity
    union
    select
        r.viewid, x.relid, coalesce(x.reader, case when r.invoker then null else r.relowner end),
        x.kept or r.relkind = 'm',
        pg_catalog.concat_ws(
            '; ', nullif(x.mended, ''),
            case when not r.invoker then 'alter view ' || r.name || ' set (security_invoker = true)' end
        )
    from reached as x
    join reads as r on r.relid = x.viewid
), around as (
    select distinct
        x.viewid, x.reader, x.kept, x.mended,
        pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname) as table_name
    from reached as x
    join pg_catalog.pg_class as v on v.oid = x.viewid
    join pg_catalog.pg_class as t on t.oid = x.relid
    join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
    join pg_catalog.pg_roles as o on o.oid = x.reader
    where (
            o.rolsuper or o.rolbypassrls
            or (not t.relforcerowsecurity and pg_catalog.pg_has_role(o.oid, t.relowner, 'usage'))
        )
        -- a view nobody else may read shows nothing new
        and exists (
            select from pg_catalog.aclexplode(v.relacl) as g
            where g.grantee not in (v.relowner, t.relowner) and g.privilege_type = 'SELECT'
        )
)
select
    n.name as object,
    'reads ' || pg_catalog.string_agg(distinct a.table_name, ', ') || ' as '
        || pg_catalog.string_agg(distinct pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.reader)), ', ')
        || ', whom no policy holds back' as message,
    pg_catalog.string_agg(distinct a.table_name, ', ') as tables,
    case
        when pg_catalog.bool_or(a.kept) then 'revoke select on ' || n.name || ' from <whoever must not see every row>'
        else pg_catalog.string_agg(distinct a.mended, '; ')
            || '; before PostgreSQL 15: alter view <each> owner to <a role the policies hold for>'
    end as statement
from around as a
join (select distinct r.viewid, r.name from reads as r) as n on n.viewid = a.viewid
group by a.viewid, n.name
order by object
