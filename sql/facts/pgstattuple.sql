-- fact: the extension that reads relations whole: the schema it is in, quoted, and whether this login may run it
-- No row where it is not created in this database.
select
    pg_catalog.quote_ident(n.nspname) as schema,
    (
        select pg_catalog.bool_and(pg_catalog.has_function_privilege(p.oid, 'execute'))
        from pg_catalog.pg_depend as d
        join pg_catalog.pg_proc as p on p.oid = d.objid
        where
            d.classid = 'pg_catalog.pg_proc'::regclass
            and d.refclassid = 'pg_catalog.pg_extension'::regclass
            and d.refobjid = e.oid
    ) as may_execute
from pg_catalog.pg_extension as e
join pg_catalog.pg_namespace as n on n.oid = e.extnamespace
where e.extname = 'pgstattuple'
order by 1
