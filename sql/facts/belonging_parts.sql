-- fact: whom objects belong to, and who may do what with them
-- The columns are those of other_parts. What nobody has granted or revoked is told as the server's own defaults say. All
-- that can be granted is told as all, for 17 has more of it than 16; a star is a grant that may be passed on.
with
object (class, oid, sub, owner, kind, acl) as (
    select 'pg_catalog.pg_class'::regclass, c.oid, 0, c.relowner, case c.relkind when 'S' then 's' else 'r' end, c.relacl
    from pg_catalog.pg_class as c where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
    union all
    select 'pg_catalog.pg_class'::regclass, a.attrelid, a.attnum::integer, c.relowner, 'c', a.attacl
    from pg_catalog.pg_attribute as a join pg_catalog.pg_class as c on c.oid = a.attrelid
    where a.attacl is not null and a.attnum > 0 and not a.attisdropped
    union all
    select 'pg_catalog.pg_proc'::regclass, f.oid, 0, f.proowner, 'f', f.proacl from pg_catalog.pg_proc as f
    union all
    select 'pg_catalog.pg_type'::regclass, t.oid, 0, t.typowner, 'T', t.typacl from pg_catalog.pg_type as t
    union all
    select 'pg_catalog.pg_namespace'::regclass, n.oid, 0, n.nspowner, 'n', n.nspacl from pg_catalog.pg_namespace as n
    union all
    select 'pg_catalog.pg_language'::regclass, l.oid, 0, l.lanowner, 'l', l.lanacl from pg_catalog.pg_language as l
    union all
    select 'pg_catalog.pg_foreign_data_wrapper'::regclass, w.oid, 0, w.fdwowner, 'F', w.fdwacl
    from pg_catalog.pg_foreign_data_wrapper as w
    union all
    select 'pg_catalog.pg_foreign_server'::regclass, s.oid, 0, s.srvowner, 'S', s.srvacl
    from pg_catalog.pg_foreign_server as s
    union all
    select o.class, o.oid, 0, o.owner, null, null
    from (
        select 'pg_catalog.pg_publication'::regclass as class, p.oid, p.pubowner as owner from pg_catalog.pg_publication as p
        union all
        select 'pg_catalog.pg_subscription'::regclass, s.oid, s.subowner from pg_catalog.pg_subscription as s
        union all
        select 'pg_catalog.pg_event_trigger'::regclass, e.oid, e.evtowner from pg_catalog.pg_event_trigger as e
        union all
        select 'pg_catalog.pg_statistic_ext'::regclass, x.oid, x.stxowner from pg_catalog.pg_statistic_ext as x
        union all
        select 'pg_catalog.pg_collation'::regclass, c.oid, c.collowner from pg_catalog.pg_collation as c
        union all
        select 'pg_catalog.pg_operator'::regclass, o.oid, o.oprowner from pg_catalog.pg_operator as o
        union all
        select 'pg_catalog.pg_opclass'::regclass, c.oid, c.opcowner from pg_catalog.pg_opclass as c
        union all
        select 'pg_catalog.pg_opfamily'::regclass, f.oid, f.opfowner from pg_catalog.pg_opfamily as f
        union all
        select 'pg_catalog.pg_ts_config'::regclass, c.oid, c.cfgowner from pg_catalog.pg_ts_config as c
        union all
        select 'pg_catalog.pg_ts_dict'::regclass, d.oid, d.dictowner from pg_catalog.pg_ts_dict as d
        union all
        select 'pg_catalog.pg_conversion'::regclass, c.oid, c.conowner from pg_catalog.pg_conversion as c
    ) as o
),
belonging as (
    select
        o.*,
        case when o.kind <> 'c' then pg_catalog.acldefault(o.kind::"char", o.owner) end as usual,
        -- Whom the schema public belongs to, and what all may do there, are of the version that made the database.
        case when (o.class, o.oid) = ('pg_catalog.pg_namespace'::regclass, pg_catalog.to_regnamespace('public')) then '*' else '' end
            as mark
    from object as o
    where o.oid >= 16384 or (o.class = 'pg_catalog.pg_namespace'::regclass and o.oid = pg_catalog.to_regnamespace('public'))
),
-- What each may: all there is to grant on such an object, or which.
granted as (
    select
        b.class, b.oid, b.sub, g.grantee,
        pg_catalog.array_agg(distinct g.privilege_type) as may,
        pg_catalog.string_agg(distinct
            g.privilege_type || case when g.is_grantable and g.grantee <> b.owner then '*' else '' end, ','
        ) as text
    from belonging as b
    cross join lateral pg_catalog.aclexplode(coalesce(b.acl, b.usual)) as g
    group by b.class, b.oid, b.sub, g.grantee
),
whole as (
    select b.class, b.oid, b.sub, pg_catalog.array_agg(distinct u.privilege_type) as may
    from belonging as b
    cross join lateral pg_catalog.aclexplode(b.usual) as u
    where u.grantee = b.owner
    group by b.class, b.oid, b.sub
)
select
    b.class::oid::bigint as class, b.oid::bigint as oid, b.sub, 'owner' || b.mark as part, b.owner::regrole::text as text
from belonging as b
where b.sub = 0
union all
select
    b.class::oid::bigint, b.oid::bigint, b.sub, 'privileges' || b.mark,
    pg_catalog.string_agg(
        case g.grantee when 0 then 'public' when b.owner then 'owner' else g.grantee::regrole::text end || '='
            || case
                when pg_catalog.cardinality(w.may) > 1 and g.may @> w.may and pg_catalog.strpos(g.text, '*') = 0 then 'all'
                else g.text
            end,
        '; '
        order by case g.grantee when 0 then 'public' when b.owner then 'owner' else g.grantee::regrole::text end collate "C"
    )
from belonging as b
join granted as g on (g.class, g.oid, g.sub) = (b.class, b.oid, b.sub)
left join whole as w on (w.class, w.oid, w.sub) = (b.class, b.oid, b.sub)
where b.kind is not null
group by b.class, b.oid, b.sub, b.mark
order by class, oid, sub, part
