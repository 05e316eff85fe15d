-- fact: the privileges on objects and their columns, one row for each grant
-- param: classes: oid[] of catalogs, oids: oid[] of objects, subs: int4[] of columns (0 for the whole with its columns)
-- target is what stands behind ON; column is quoted, empty for the whole; given says that they are not the default ones.
-- all_of lists what ALL is, of which an owner may have given up some. A row without privilege is an object without any.
with
wanted as (
    select w.class, w.oid, w.sub
    from rows from (
        pg_catalog.unnest(%(classes)s::pg_catalog.oid[]),
        pg_catalog.unnest(%(oids)s::pg_catalog.oid[]),
        pg_catalog.unnest(%(subs)s::pg_catalog.int4[])
    ) as w (class, oid, sub)
),
object (class, oid, sub, kind, word, owner, acl, column_name) as (
    select w.class, w.oid, 0, case c.relkind when 'S' then 's' else 'r' end,
        case c.relkind when 'S' then 'SEQUENCE' else 'TABLE' end, c.relowner, c.relacl, ''
    from wanted as w
    join pg_catalog.pg_class as c on w.class = 'pg_catalog.pg_class'::pg_catalog.regclass and c.oid = w.oid
    where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and w.sub = 0
    union
    select w.class, w.oid, a.attnum, 'c', 'TABLE', c.relowner, a.attacl, pg_catalog.quote_ident(a.attname)
    from wanted as w
    join pg_catalog.pg_class as c on w.class = 'pg_catalog.pg_class'::pg_catalog.regclass and c.oid = w.oid
    join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attacl is not null and not a.attisdropped
    where w.sub in (0, a.attnum)
    union
    select w.class, w.oid, 0, 'f', case when f.prokind = 'p' then 'PROCEDURE' else 'FUNCTION' end, f.proowner, f.proacl, ''
    from wanted as w
    join pg_catalog.pg_proc as f on w.class = 'pg_catalog.pg_proc'::pg_catalog.regclass and f.oid = w.oid
    union
    select w.class, w.oid, 0, 'T', 'TYPE', t.typowner, t.typacl, ''
    from wanted as w
    join pg_catalog.pg_type as t on w.class = 'pg_catalog.pg_type'::pg_catalog.regclass and t.oid = w.oid
    left join pg_catalog.pg_class as c on c.oid = t.typrelid
    where t.typtype in ('b', 'c', 'd', 'e', 'r') and coalesce(c.relkind, 'c') = 'c' and t.typelem = 0
    union
    select w.class, w.oid, 0, 'n', 'SCHEMA', n.nspowner, n.nspacl, ''
    from wanted as w
    join pg_catalog.pg_namespace as n on w.class = 'pg_catalog.pg_namespace'::pg_catalog.regclass and n.oid = w.oid
    union
    select w.class, w.oid, 0, 'l', 'LANGUAGE', l.lanowner, l.lanacl, ''
    from wanted as w
    join pg_catalog.pg_language as l on w.class = 'pg_catalog.pg_language'::pg_catalog.regclass and l.oid = w.oid
    union
    select w.class, w.oid, 0, 'F', 'FOREIGN DATA WRAPPER', f.fdwowner, f.fdwacl, ''
    from wanted as w
    join pg_catalog.pg_foreign_data_wrapper as f
        on w.class = 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass and f.oid = w.oid
    union
    select w.class, w.oid, 0, 'S', 'FOREIGN SERVER', f.srvowner, f.srvacl, ''
    from wanted as w
    join pg_catalog.pg_foreign_server as f on w.class = 'pg_catalog.pg_foreign_server'::pg_catalog.regclass and f.oid = w.oid
    union
    select w.class, w.oid, 0, 'd', 'DATABASE', d.datdba, d.datacl, ''
    from wanted as w
    join pg_catalog.pg_database as d on w.class = 'pg_catalog.pg_database'::pg_catalog.regclass and d.oid = w.oid
    union
    select w.class, w.oid, 0, 't', 'TABLESPACE', s.spcowner, s.spcacl, ''
    from wanted as w
    join pg_catalog.pg_tablespace as s on w.class = 'pg_catalog.pg_tablespace'::pg_catalog.regclass and s.oid = w.oid
)
select
    o.class::pg_catalog.int8 as class, o.oid::pg_catalog.int8 as oid, o.sub::pg_catalog.int4 as sub,
    o.word || ' ' || (pg_catalog.pg_identify_object(o.class, o.oid, 0)).identity as target,
    o.column_name as column,
    pg_catalog.quote_ident(owner.rolname) as owner,
    o.acl is not null as given,
    array(
        select distinct d.privilege_type
        from pg_catalog.aclexplode(pg_catalog.acldefault(case o.kind when 'c' then 'r' else o.kind end::"char", o.owner)) as d
        where d.grantee = o.owner and (o.kind <> 'c' or d.privilege_type in ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES'))
        order by 1
    ) as all_of,
    coalesce(e.privilege_type, '') as privilege,
    case when e.grantee = 0 then 'PUBLIC' else pg_catalog.quote_ident(grantee.rolname) end as grantee,
    pg_catalog.quote_ident(grantor.rolname) as grantor,
    coalesce(e.is_grantable, false) and e.grantee <> o.owner as grantable
from object as o
join pg_catalog.pg_roles as owner on owner.oid = o.owner
left join lateral pg_catalog.aclexplode(coalesce(o.acl, pg_catalog.acldefault(o.kind::"char", o.owner))) as e on true
left join pg_catalog.pg_roles as grantee on grantee.oid = e.grantee
left join pg_catalog.pg_roles as grantor on grantor.oid = e.grantor
order by o.class, o.oid, o.sub, e.grantor <> o.owner, e.grantor, e.grantee, e.privilege_type collate "C"
