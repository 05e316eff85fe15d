-- fact: the constraints of every table of users; a partition's share of its parent's has the parent's name in `parent`
-- definition: of foreign keys and exclusion constraints only, for printing is slow and the others are told by the rest.
select
    k.conrelid as relation,
    k.conname::text as name,
    k.contype::text as kind,
    k.convalidated as validated,
    coalesce((pg_catalog.to_jsonb(k) ->> 'conenforced')::boolean, true) as enforced,
    k.connoinherit as no_inherit,
    k.conislocal and k.coninhcount = 0 as own,
    k.conparentid <> 0 as of_parent,
    coalesce(pg_catalog.pg_get_expr(k.conbin, k.conrelid), '') as expression,
    case when k.contype in ('f', 'x') then pg_catalog.pg_get_constraintdef(k.oid) else '' end as definition,
    k.confrelid as referenced,
    case when k.contype in ('p', 'u', 'x', 'f') then coalesce(
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(i.relname), ''
    ) else '' end as index,
    array(
        select a.attname::text
        from pg_catalog.unnest(k.conkey) with ordinality as p (attnum, nr)
        join pg_catalog.pg_attribute as a on a.attrelid = k.conrelid and a.attnum = p.attnum
        order by p.nr
    ) as columns,
    array(
        select a.attname::text
        from pg_catalog.unnest(k.confkey) with ordinality as p (attnum, nr)
        join pg_catalog.pg_attribute as a on a.attrelid = k.confrelid and a.attnum = p.attnum
        order by p.nr
    ) as referenced_columns
from pg_catalog.pg_constraint as k
join pg_catalog.pg_namespace as tn on tn.oid = k.connamespace
left join pg_catalog.pg_class as i on i.oid = k.conindid
left join pg_catalog.pg_namespace as n on n.oid = i.relnamespace
where
    k.conrelid <> 0
    and tn.nspname <> 'information_schema'
    and not pg_catalog.starts_with(tn.nspname, 'pg_')
order by k.conrelid, k.conname collate "C", k.oid
