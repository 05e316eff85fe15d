-- fact: foreign servers
-- param: oids: oid[] of foreign servers
select
    s.oid::pg_catalog.int8 as oid, 0 as sub, 0 as place,
    pg_catalog.concat_ws(' ',
        'CREATE SERVER', pg_catalog.quote_ident(s.srvname),
        'TYPE ' || pg_catalog.quote_literal(s.srvtype), 'VERSION ' || pg_catalog.quote_literal(s.srvversion),
        'FOREIGN DATA WRAPPER', pg_catalog.quote_ident(w.fdwname),
        'OPTIONS (' || (
            select pg_catalog.string_agg(
                pg_catalog.quote_ident(o.option_name) || ' ' || pg_catalog.quote_literal(o.option_value), ', '
                order by o.option_name collate "C"
            )
            from pg_catalog.pg_options_to_table(s.srvoptions) as o
        ) || ')'
    ) as statement,
    '' as trouble
from pg_catalog.pg_foreign_server as s
join pg_catalog.pg_foreign_data_wrapper as w on w.oid = s.srvfdw
where s.oid = any (%(oids)s::pg_catalog.oid[])
order by s.oid
