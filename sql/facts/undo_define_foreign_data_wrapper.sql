-- fact: foreign-data wrappers
-- param: oids: oid[] of foreign-data wrappers
select
    w.oid::pg_catalog.int8 as oid, 0 as sub, 0 as place,
    pg_catalog.concat_ws(' ',
        'CREATE FOREIGN DATA WRAPPER', pg_catalog.quote_ident(w.fdwname),
        'HANDLER ' || nullif(w.fdwhandler, 0)::pg_catalog.oid::pg_catalog.regproc::text,
        'VALIDATOR ' || nullif(w.fdwvalidator, 0)::pg_catalog.oid::pg_catalog.regproc::text,
        'OPTIONS (' || (
            select pg_catalog.string_agg(
                pg_catalog.quote_ident(o.option_name) || ' ' || pg_catalog.quote_literal(o.option_value), ', '
                order by o.option_name collate "C"
            )
            from pg_catalog.pg_options_to_table(w.fdwoptions) as o
        ) || ')'
    ) as statement,
    '' as trouble
from pg_catalog.pg_foreign_data_wrapper as w
where w.oid = any (%(oids)s::pg_catalog.oid[])
order by w.oid
