-- fact: the statements that give objects their owners
-- param: classes: oid[] of catalogs, oids: oid[] of objects
-- A sequence comes before the column that owns it says so; what follows its table has no statement.
with
object as (
    select w.class, w.oid, o.type, o.identity, d.refobjid as owner
    from rows from (
        pg_catalog.unnest(%(classes)s::pg_catalog.oid[]),
        pg_catalog.unnest(%(oids)s::pg_catalog.oid[])
    ) as w (class, oid)
    join pg_catalog.pg_database as here on here.datname = pg_catalog.current_database()
    cross join lateral pg_catalog.pg_identify_object(w.class, w.oid, 0) as o
    left join pg_catalog.pg_shdepend as d
        on d.dbid in (0, here.oid) and d.classid = w.class and d.objid = w.oid and d.objsubid = 0 and d.deptype = 'o'
    where o.type in (
        'table', 'foreign table', 'view', 'materialized view', 'sequence', 'function', 'procedure', 'aggregate', 'type',
        'schema', 'statistics object', 'publication', 'collation', 'operator', 'conversion', 'foreign-data wrapper',
        'server', 'event trigger', 'operator class', 'operator family', 'language', 'text search configuration',
        'text search dictionary', 'composite type', 'database', 'tablespace'
    )
    and not exists (
        select from pg_catalog.pg_depend as p
        where p.classid = w.class and p.objid = w.oid and p.deptype = 'i' and w.class <> 'pg_catalog.pg_class'::pg_catalog.regclass
    )
)
select
    o.class::pg_catalog.int8 as class, o.oid::pg_catalog.int8 as oid, 0 as sub, 60 as place,
    'ALTER ' || case o.type
        when 'statistics object' then 'STATISTICS'
        when 'foreign-data wrapper' then 'FOREIGN DATA WRAPPER'
        when 'composite type' then 'TYPE'
        when 'aggregate' then 'ROUTINE'
        else pg_catalog.upper(o.type)
    end || ' ' || o.identity || ' OWNER TO '
        || pg_catalog.quote_ident(coalesce(r.rolname, b.rolname)) as statement,
    '' as trouble
from object as o
left join pg_catalog.pg_roles as r on r.oid = o.owner
-- The role that made the cluster has no entry in pg_shdepend.
join pg_catalog.pg_roles as b on b.oid = 10
left join pg_catalog.pg_class as c on o.class = 'pg_catalog.pg_class'::pg_catalog.regclass and c.oid = o.oid
where not exists (
    select from pg_catalog.pg_depend as i
    where i.classid = o.class and i.objid = o.oid and c.relkind = 'S' and i.deptype = 'i'
)
order by o.class, o.oid
