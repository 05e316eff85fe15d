-- fact: types and domains; the row type of a table and the array of a type come with them
-- param: oids: oid[] of types
select
    t.oid::pg_catalog.int8 as oid, 0 as sub, 0 as place,
    case t.typtype
        when 'c' then 'CREATE TYPE ' || q.name || ' AS (' || coalesce((
            select pg_catalog.string_agg(
                pg_catalog.concat_ws(' ',
                    pg_catalog.quote_ident(a.attname), pg_catalog.format_type(a.atttypid, a.atttypmod),
                    'COLLATE ' || case
                        when a.attcollation not in (at.typcollation, 0) then a.attcollation::pg_catalog.regcollation::text
                    end
                ), ', ' order by a.attnum
            )
            from pg_catalog.pg_attribute as a
            join pg_catalog.pg_type as at on at.oid = a.atttypid
            where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped
        ), '') || ')'
        when 'e' then 'CREATE TYPE ' || q.name || ' AS ENUM (' || coalesce((
            select pg_catalog.string_agg(pg_catalog.quote_literal(e.enumlabel), ', ' order by e.enumsortorder)
            from pg_catalog.pg_enum as e where e.enumtypid = t.oid
        ), '') || ')'
        when 'd' then pg_catalog.concat_ws(' ',
            'CREATE DOMAIN', q.name, 'AS', pg_catalog.format_type(t.typbasetype, t.typtypmod),
            'COLLATE ' || case
                when t.typcollation not in (b.typcollation, 0) then t.typcollation::pg_catalog.regcollation::text
            end,
            'DEFAULT ' || pg_catalog.pg_get_expr(t.typdefaultbin, 0),
            'CONSTRAINT ' || (
                select pg_catalog.quote_ident(k.conname)
                from pg_catalog.pg_constraint as k where k.contypid = t.oid and k.contype = 'n'
            ),
            case when t.typnotnull then 'NOT NULL' end
        )
        when 'r' then 'CREATE TYPE ' || q.name || ' AS RANGE (' || pg_catalog.concat_ws(', ',
            'SUBTYPE = ' || pg_catalog.format_type(g.rngsubtype, null),
            'SUBTYPE_OPCLASS = ' || (
                select pg_catalog.quote_ident(cn.nspname) || '.' || pg_catalog.quote_ident(o.opcname)
                from pg_catalog.pg_opclass as o
                join pg_catalog.pg_namespace as cn on cn.oid = o.opcnamespace
                where o.oid = g.rngsubopc
            ),
            'COLLATION = ' || nullif(g.rngcollation, 0)::pg_catalog.oid::pg_catalog.regcollation::text,
            'SUBTYPE_DIFF = ' || nullif(g.rngsubdiff::pg_catalog.regproc::text, '-'),
            'MULTIRANGE_TYPE_NAME = ' || (
                select pg_catalog.quote_ident(mn.nspname) || '.' || pg_catalog.quote_ident(m.typname)
                from pg_catalog.pg_type as m
                join pg_catalog.pg_namespace as mn on mn.oid = m.typnamespace
                where m.oid = g.rngmultitypid
            )
        ) || ')'
        else ''
    end as statement,
    case
        when t.typtype = 'b' or g.rngcanonical <> 0
            then 'type ' || q.name || ' is made of functions in C; write a down.sql with its definition'
        else ''
    end as trouble
from pg_catalog.pg_type as t
join pg_catalog.pg_namespace as n on n.oid = t.typnamespace
cross join lateral (select pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(t.typname) as name) as q
left join pg_catalog.pg_class as c on c.oid = t.typrelid
left join pg_catalog.pg_type as b on b.oid = t.typbasetype
left join pg_catalog.pg_range as g on g.rngtypid = t.oid
left join pg_catalog.pg_type as element on element.typarray = t.oid
where
    t.oid = any (%(oids)s::pg_catalog.oid[])
    and t.typtype in ('b', 'c', 'd', 'e', 'r') and coalesce(c.relkind, 'c') = 'c' and element.oid is null
order by q.name collate "C"
