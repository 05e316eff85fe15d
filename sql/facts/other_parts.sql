-- fact: what is said of objects beside the schema: their comments, and what a base type is made of
-- `class`, `oid` and `sub` are those of schema_objects and other_objects. The comment of an extension is the version's.
select
    d.classoid::bigint as class, d.objoid::bigint as oid, d.objsubid as sub, 'comment' as part, d.description as text
from pg_catalog.pg_description as d
where d.classoid <> 'pg_catalog.pg_extension'::regclass
    and (d.objoid >= 16384 or d.classoid = 'pg_catalog.pg_namespace'::regclass)
union all
select
    'pg_catalog.pg_type'::regclass::oid::bigint, t.oid::bigint, 0, p.part, p.text
from pg_catalog.pg_type as t
cross join lateral (
    values
        ('functions', pg_catalog.concat_ws(' ',
            t.typoutput::regproc, nullif(t.typreceive, 0)::regproc, nullif(t.typsend, 0)::regproc,
            nullif(t.typmodin, 0)::regproc, nullif(t.typmodout, 0)::regproc, nullif(t.typanalyze, 0)::regproc
        )),
        ('length', t.typlen || case when t.typbyval then ' by value' else '' end),
        ('category', t.typcategory::text || case when t.typispreferred then ' preferred' else '' end),
        ('alignment', t.typalign::text),
        ('storage', t.typstorage::text)
) as p (part, text)
where t.typtype = 'b' and t.typelem = 0 and t.oid >= 16384
order by class, oid, sub, part
