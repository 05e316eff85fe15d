-- fact: a column of a relation, and of all that inherits from it, as it is before a statement changes it
-- param: oid: the relation; column: text, its name
-- Read it with search_path = pg_catalog, so that names are qualified. depth is 0 for the relation itself. default is of a
-- column that is not generated, expression of one that is; statistics is -1 where the server decides; sequence is that
-- of an identity column, position its last value.
with recursive
family (oid, depth) as (
    select c.oid, 0 from pg_catalog.pg_class as c where c.oid = %(oid)s::pg_catalog.oid
    union
    select i.inhrelid, f.depth + 1
    from pg_catalog.pg_inherits as i
    join family as f on f.oid = i.inhparent
    join pg_catalog.pg_class as c on c.oid = i.inhparent and c.relkind in ('r', 'p', 'f')
),
member (oid, depth) as (
    select f.oid, pg_catalog.max(f.depth) from family as f group by f.oid
)
select
    f.depth,
    c.relkind::text as kind,
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as relation,
    exists (select from pg_catalog.pg_inherits as i where i.inhparent = c.oid) as heirs,
    pg_catalog.quote_ident(a.attname) as column,
    a.attnum::pg_catalog.int4 as number,
    a.attnum = (
        select pg_catalog.max(l.attnum) from pg_catalog.pg_attribute as l where l.attrelid = c.oid and not l.attisdropped
    ) as last,
    pg_catalog.format_type(a.atttypid, a.atttypmod) as type,
    a.atttypid::pg_catalog.int8 as type_oid,
    case when a.attcollation <> t.typcollation then a.attcollation::pg_catalog.regcollation::text else '' end as collation,
    a.attnotnull as not_null,
    coalesce((
        select pg_catalog.concat_ws(' ',
            pg_catalog.quote_ident(k.conname), 'NOT NULL', pg_catalog.quote_ident(a.attname),
            case when k.connoinherit then 'NO INHERIT' end, case when not k.convalidated then 'NOT VALID' end
        )
        from pg_catalog.pg_constraint as k
        where k.conrelid = a.attrelid and k.contype = 'n' and k.conkey[1] = a.attnum
    ), '') as not_null_constraint,
    case
        when a.attgenerated = '' then coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid), '') else ''
    end as default,
    case
        when a.attgenerated <> '' then pg_catalog.pg_get_expr(d.adbin, d.adrelid) else ''
    end as expression,
    a.attgenerated::text as generated,
    a.attidentity::text as identity,
    coalesce(a.attstattarget, -1)::pg_catalog.int4 as statistics,
    case a.attstorage when 'p' then 'PLAIN' when 'm' then 'MAIN' when 'e' then 'EXTERNAL' else 'EXTENDED' end as storage,
    a.attstorage <> t.typstorage as stored_differently,
    case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' else 'default' end as compression,
    coalesce(a.attoptions, '{}')::text[] as options,
    coalesce(a.attfdwoptions, '{}')::text[] as foreign_options,
    coalesce(s.oid::pg_catalog.regclass::text, '') as sequence,
    pg_catalog.pg_sequence_last_value(s.oid::pg_catalog.regclass) as position,
    coalesce(q.seqincrement, 1) as increment,
    array[
        'START WITH ' || q.seqstart, 'INCREMENT BY ' || q.seqincrement, 'MINVALUE ' || q.seqmin, 'MAXVALUE ' || q.seqmax,
        'CACHE ' || q.seqcache, case when q.seqcycle then 'CYCLE' else 'NO CYCLE' end
    ] as sequence_options
from member as f
join pg_catalog.pg_class as c on c.oid = f.oid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attname = %(column)s and a.attnum > 0 and not a.attisdropped
join pg_catalog.pg_type as t on t.oid = a.atttypid
left join pg_catalog.pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
left join pg_catalog.pg_depend as o
    on o.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and o.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
    and o.refobjid = a.attrelid and o.refobjsubid = a.attnum and o.deptype = 'i' and a.attidentity <> ''
left join pg_catalog.pg_sequence as q on q.seqrelid = o.objid
left join pg_catalog.pg_class as s on s.oid = q.seqrelid
order by f.depth, c.oid
