-- fact: the CREATE of views and materialized views, which are filled where they were
-- param: oids: oid[] of relations
select
    c.oid::pg_catalog.int8 as oid, 0 as sub, 0 as place,
    pg_catalog.concat_ws(' ',
        'CREATE', case c.relkind when 'v' then 'VIEW' else 'MATERIALIZED VIEW' end,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname),
        'USING ' || pg_catalog.quote_ident(am.amname),
        'WITH (' || (
            select pg_catalog.string_agg(
                pg_catalog.quote_ident(o.option_name) || coalesce('=' || pg_catalog.quote_literal(o.option_value), ''), ', '
                order by o.option_name collate "C"
            )
            from pg_catalog.pg_options_to_table(c.reloptions) as o
        ) || ')',
        'TABLESPACE ' || pg_catalog.quote_ident(sp.spcname),
        'AS', pg_catalog.rtrim(pg_catalog.pg_get_viewdef(c.oid), ';'),
        case when c.relkind = 'm' and not c.relispopulated then 'WITH NO DATA' end
    ) as statement,
    '' as trouble
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
left join pg_catalog.pg_am as am on am.oid = c.relam
left join pg_catalog.pg_tablespace as sp on sp.oid = c.reltablespace
where c.oid = any (%(oids)s::pg_catalog.oid[]) and c.relkind in ('v', 'm')
order by n.nspname collate "C", c.relname collate "C"
