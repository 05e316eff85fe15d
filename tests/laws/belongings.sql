-- What the fingerprint leaves out because it belongs to a deployment, and what an undo gives back all the same.
with object (class, oid, sub, owner, acl) as (
    select 'pg_catalog.pg_class'::regclass, c.oid, 0, c.relowner,
        coalesce(c.relacl, pg_catalog.acldefault(case c.relkind when 'S' then 's' else 'r' end::"char", c.relowner))
    from pg_catalog.pg_class as c
    where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S', 'i', 'I') and c.relnamespace <> 'pg_toast'::regnamespace
    union all
    select 'pg_catalog.pg_class'::regclass, a.attrelid, a.attnum, null, a.attacl
    from pg_catalog.pg_attribute as a where not a.attisdropped and a.attacl is not null
    union all
    select 'pg_catalog.pg_proc'::regclass, f.oid, 0, f.proowner,
        coalesce(f.proacl, pg_catalog.acldefault('f', f.proowner))
    from pg_catalog.pg_proc as f
    union all
    select 'pg_catalog.pg_type'::regclass, t.oid, 0, t.typowner,
        coalesce(t.typacl, pg_catalog.acldefault('T', t.typowner))
    from pg_catalog.pg_type as t where t.typtype in ('d', 'e', 'r') or t.typrelid in (
        select c.oid from pg_catalog.pg_class as c where c.relkind = 'c')
    union all
    select 'pg_catalog.pg_namespace'::regclass, n.oid, 0, n.nspowner,
        coalesce(n.nspacl, pg_catalog.acldefault('n', n.nspowner))
    from pg_catalog.pg_namespace as n where n.nspname not like 'pg\_%' and n.nspname <> 'opskit'
    union all
    select 'pg_catalog.pg_statistic_ext'::regclass, x.oid, 0, x.stxowner, null from pg_catalog.pg_statistic_ext as x
    union all
    select 'pg_catalog.pg_publication'::regclass, p.oid, 0, p.pubowner, null from pg_catalog.pg_publication as p
    union all
    select 'pg_catalog.pg_default_acl'::regclass, d.oid, 0, null, d.defaclacl from pg_catalog.pg_default_acl as d
)
select
    'belongings: ' || pg_catalog.pg_describe_object(o.class, o.oid, o.sub) as name,
    pg_catalog.concat_ws(' ', o.owner::regrole, (
        select pg_catalog.array_agg(concat_ws(' ', e.grantor::regrole, e.grantee::regrole, e.privilege_type, e.is_grantable)
            order by e.grantor, e.grantee, e.privilege_type)::text
        from pg_catalog.aclexplode(o.acl) as e
    )) as value
from object as o
where o.oid >= 16384 and (o.class, o.oid) not in (select d.classid, d.objid from pg_catalog.pg_depend as d where d.deptype = 'e')
    and pg_catalog.pg_describe_object(o.class, o.oid, o.sub) not like '%opskit.%'
union all
select 'comment: ' || pg_catalog.pg_describe_object(d.classoid, d.objoid, d.objsubid), d.description
from pg_catalog.pg_description as d
where d.objoid >= 16384 and d.classoid not in ('pg_catalog.pg_extension'::regclass, 'pg_catalog.pg_language'::regclass)
union all
select 'publication: ' || p.pubname, pg_catalog.concat_ws(' ', p.puballtables, p.pubinsert, p.pubupdate, p.pubdelete,
    p.pubtruncate, p.pubviaroot, (
        select pg_catalog.array_agg(pg_catalog.concat_ws(' ', t.schemaname, t.tablename, pg_catalog.to_jsonb(t) -> 'attnames',
            pg_catalog.to_jsonb(t) -> 'rowfilter') order by t.schemaname, t.tablename)::text
        from pg_catalog.pg_publication_tables as t where t.pubname = p.pubname
    ))
from pg_catalog.pg_publication as p
union all
select 'tablespace: ' || c.oid::regclass::text, c.reltablespace::text
from pg_catalog.pg_class as c where c.oid >= 16384 and c.reltablespace <> 0
order by 1
