-- fact: operators
-- param: oids: oid[] of operators
select
    o.oid::pg_catalog.int8 as oid, 0 as sub, 0 as place,
    'CREATE OPERATOR ' || pg_catalog.quote_ident(n.nspname) || '.' || o.oprname || ' (' || pg_catalog.concat_ws(', ',
        'FUNCTION = ' || o.oprcode::pg_catalog.regproc::text,
        'LEFTARG = ' || case when o.oprleft <> 0 then pg_catalog.format_type(o.oprleft, null) end,
        'RIGHTARG = ' || case when o.oprright <> 0 then pg_catalog.format_type(o.oprright, null) end,
        'COMMUTATOR = OPERATOR(' || c.name || ')',
        'NEGATOR = OPERATOR(' || g.name || ')',
        'RESTRICT = ' || nullif(o.oprrest::pg_catalog.regproc::text, '-'),
        'JOIN = ' || nullif(o.oprjoin::pg_catalog.regproc::text, '-'),
        case when o.oprcanhash then 'HASHES' end,
        case when o.oprcanmerge then 'MERGES' end
    ) || ')' as statement,
    '' as trouble
from pg_catalog.pg_operator as o
join pg_catalog.pg_namespace as n on n.oid = o.oprnamespace
left join lateral (
    select pg_catalog.quote_ident(xn.nspname) || '.' || x.oprname as name
    from pg_catalog.pg_operator as x join pg_catalog.pg_namespace as xn on xn.oid = x.oprnamespace where x.oid = o.oprcom
) as c on true
left join lateral (
    select pg_catalog.quote_ident(xn.nspname) || '.' || x.oprname as name
    from pg_catalog.pg_operator as x join pg_catalog.pg_namespace as xn on xn.oid = x.oprnamespace
    where x.oid = o.oprnegate
) as g on true
where o.oid = any (%(oids)s::pg_catalog.oid[])
order by o.oid
