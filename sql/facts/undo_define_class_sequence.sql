-- fact: sequences of their own: as they are declared, where they stand, who owns them. Those of identity columns: only
-- where they stand
-- param: oids: oid[] of relations
-- It is owned by its role before it is owned by a column: both belong to one role. What it gave out is not given again.
with
subject as materialized (
    select
        c.oid, c.relpersistence, q.*, d.deptype,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as name,
        pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname) || '.'
            || pg_catalog.quote_ident(a.attname) as owner,
        case
            when pg_catalog.has_sequence_privilege(c.oid, 'USAGE') or pg_catalog.has_sequence_privilege(c.oid, 'SELECT')
                then pg_catalog.pg_sequence_last_value(c.oid)
        end as last_value
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    join pg_catalog.pg_sequence as q on q.seqrelid = c.oid
    left join pg_catalog.pg_depend as d
        on d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.objsubid = 0
        and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')
    left join pg_catalog.pg_class as t on t.oid = d.refobjid
    left join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
    left join pg_catalog.pg_attribute as a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
    where c.oid = any (%(oids)s::pg_catalog.oid[])
),
said (oid, place, statement) as (
    select s.oid, 0, pg_catalog.concat_ws(' ',
        'CREATE', case when s.relpersistence = 'u' then 'UNLOGGED' end, 'SEQUENCE', s.name,
        'AS', pg_catalog.format_type(s.seqtypid, null), 'INCREMENT BY', s.seqincrement, 'MINVALUE', s.seqmin,
        'MAXVALUE', s.seqmax, 'START WITH', s.seqstart, 'CACHE', s.seqcache, case when s.seqcycle then 'CYCLE' end
    )
    from subject as s where s.deptype is distinct from 'i'
    union all
    select s.oid, 10, 'ALTER SEQUENCE ' || s.name || ' RESTART WITH ' || (s.last_value::numeric + s.seqincrement)
    from subject as s where s.last_value::numeric + s.seqincrement between s.seqmin and s.seqmax
    union all
    select s.oid, 65, 'ALTER SEQUENCE ' || s.name || ' OWNED BY ' || s.owner from subject as s where s.deptype = 'a'
)
select s.oid::pg_catalog.int8 as oid, 0 as sub, s.place, s.statement, '' as trouble
from said as s
order by s.oid, s.place, s.statement collate "C"
