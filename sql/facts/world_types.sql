-- fact: domains, enums, composite and range types of users, and the types that are named, whoever made them
-- param: named: text[] of type names as SQL writes them
-- `written` is the name that was given, null for the others; a name that no type has is left out. used_by: relations
-- with such a column.
with
named as (
    select w.written, pg_catalog.to_regtype(w.written) as oid
    from pg_catalog.unnest(%(named)s::text[]) as w (written)
),
wanted as (
    select t.oid, null as written
    from pg_catalog.pg_type as t
    join pg_catalog.pg_namespace as n on n.oid = t.typnamespace
    left join pg_catalog.pg_class as c on c.oid = t.typrelid
    where
        n.nspname <> 'information_schema'
        and not pg_catalog.starts_with(n.nspname, 'pg_')
        and (t.typtype in ('d', 'e', 'r') or c.relkind = 'c')
    union all
    select n.oid, n.written
    from named as n
    where n.oid is not null
)
select
    w.written,
    pg_catalog.format_type(t.oid, null) as name,
    t.typtype::text as kind,
    case when t.typbasetype <> 0 then pg_catalog.format_type(t.typbasetype, t.typtypmod) else '' end as base,
    t.typnotnull or exists (select from pg_catalog.pg_constraint as k where k.contypid = t.oid and k.contype = 'c')
        as constrained,
    coalesce(pg_catalog.pg_get_expr(t.typdefaultbin, 0), '') as default_text,
    array(
        select distinct pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname)
        from pg_catalog.pg_depend as d
        join pg_catalog.pg_class as c on c.oid = d.objid and c.relkind in ('r', 'p', 'm', 'f')
        join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
        where
            d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass
            and d.refobjid = t.oid
            and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
            and d.objsubid > 0
        order by 1
    ) as used_by
from wanted as w
join pg_catalog.pg_type as t on t.oid = w.oid
order by t.oid, w.written collate "C"
