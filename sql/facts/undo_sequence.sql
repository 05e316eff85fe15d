-- fact: a sequence as it is before a statement changes it; no row where there is none
-- param: oid: the sequence
-- position is the last value it gave, null where it has given none; owned_by is the column it goes with, or NONE.
select
    q.seqincrement as increment,
    pg_catalog.pg_sequence_last_value(q.seqrelid::pg_catalog.regclass) as position,
    array[
        'AS ' || q.seqtypid::pg_catalog.regtype,
        'START WITH ' || q.seqstart, 'INCREMENT BY ' || q.seqincrement, 'MINVALUE ' || q.seqmin, 'MAXVALUE ' || q.seqmax,
        'CACHE ' || q.seqcache, case when q.seqcycle then 'CYCLE' else 'NO CYCLE' end
    ] as options,
    coalesce((
        select pg_catalog.concat_ws('.',
            pg_catalog.quote_ident(n.nspname), pg_catalog.quote_ident(t.relname), pg_catalog.quote_ident(a.attname)
        )
        from pg_catalog.pg_depend as d
        join pg_catalog.pg_class as t on t.oid = d.refobjid
        join pg_catalog.pg_namespace as n on n.oid = t.relnamespace
        join pg_catalog.pg_attribute as a on a.attrelid = t.oid and a.attnum = d.refobjsubid
        where
            d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = q.seqrelid
            and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.deptype = 'a'
    ), 'NONE') as owned_by
from pg_catalog.pg_sequence as q
where q.seqrelid = %(oid)s::pg_catalog.oid
