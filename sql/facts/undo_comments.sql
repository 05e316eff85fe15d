-- fact: the comments and security labels of objects, each with the statement that sets one, up to its IS
-- param: classes: oid[] of catalogs, oids: oid[] of objects, subs: int4[] of columns (0 for the whole with its columns)
-- text is null where there is none: each object asked for has a row.
with
wanted as (
    select w.class, w.oid, w.sub
    from rows from (
        pg_catalog.unnest(%(classes)s::pg_catalog.oid[]),
        pg_catalog.unnest(%(oids)s::pg_catalog.oid[]),
        pg_catalog.unnest(%(subs)s::pg_catalog.int4[])
    ) as w (class, oid, sub)
),
comment as (
    select d.classoid, d.objoid, d.objsubid, d.description from pg_catalog.pg_description as d
    union all
    select d.classoid, d.objoid, 0, d.description from pg_catalog.pg_shdescription as d
),
noted as (
    select w.class, w.oid, w.sub, 'COMMENT' as verb, c.description as text
    from wanted as w
    left join comment as c on c.classoid = w.class and c.objoid = w.oid and c.objsubid = w.sub
    union
    select c.classoid, c.objoid, c.objsubid, 'COMMENT', c.description
    from wanted as w
    join comment as c on c.classoid = w.class and c.objoid = w.oid and w.sub = 0
    union
    select c.classoid, c.objoid, c.objsubid, 'COMMENT', c.description
    from wanted as w
    join pg_catalog.pg_type as t on w.class = 'pg_catalog.pg_type'::pg_catalog.regclass and t.oid = w.oid
    join pg_catalog.pg_class as r on r.oid = t.typrelid and r.relkind = 'c'
    join comment as c on c.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass and c.objoid = r.oid and c.objsubid > 0
    union
    select l.classoid, l.objoid, l.objsubid, 'SECURITY LABEL FOR ' || pg_catalog.quote_ident(l.provider), l.label
    from wanted as w
    join pg_catalog.pg_seclabel as l on l.classoid = w.class and l.objoid = w.oid and (w.sub = 0 or l.objsubid = w.sub)
)
select
    n.class::pg_catalog.int8 as class, n.oid::pg_catalog.int8 as oid, n.sub,
    n.verb || ' ON ' || case
        when n.sub > 0 then 'COLUMN ' || o.identity
        when k.contypid <> 0 then
            'CONSTRAINT ' || pg_catalog.quote_ident(k.conname) || ' ON DOMAIN ' || pg_catalog.format_type(k.contypid, null)
        when k.oid is not null then 'CONSTRAINT ' || o.identity
        when o.type = 'statistics object' then 'STATISTICS ' || o.identity
        when o.type = 'foreign-data wrapper' then 'FOREIGN DATA WRAPPER ' || o.identity
        when o.type = 'composite type' then 'TYPE ' || o.identity
        when o.type = 'aggregate' then 'ROUTINE ' || o.identity
        else pg_catalog.upper(o.type) || ' ' || o.identity
    end as target,
    n.text
from noted as n
cross join lateral pg_catalog.pg_identify_object(n.class, n.oid, n.sub) as o
left join pg_catalog.pg_constraint as k on n.class = 'pg_catalog.pg_constraint'::pg_catalog.regclass and k.oid = n.oid
where o.identity is not null
order by n.class, n.oid, n.sub, n.verb
