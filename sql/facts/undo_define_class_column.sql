-- fact: the ADD COLUMN of columns that go from tables and types that stay
-- param: column_oids: oid[] of relations, column_subs: int2[] of column numbers, in pairs
-- Rows that are there get the default only where they need a value: what they had is lost, and not to be made up. What
-- inherits a column gets it with that of its parent, a table of a type with the attribute; the rest is said of each.
with recursive
family (root, oid) as (
    select w.oid, w.oid from pg_catalog.unnest(%(column_oids)s::pg_catalog.oid[]) as w (oid)
    union
    select f.root, i.inhrelid from family as f join pg_catalog.pg_inherits as i on i.inhparent = f.oid
),
filled as materialized (
    select f.root as oid
    from family as f
    join pg_catalog.pg_class as c on c.oid = f.oid and c.relkind = 'r'
    group by f.root
    having pg_catalog.bool_or(pg_catalog.pg_relation_size(f.oid) > 0)
),
column_before as materialized (
    select
        a.*, c.relkind, t.typcollation, t.typstorage,
        a.attinhcount > 0 or c.reloftype <> 0 as inherited,
        case c.relkind when 'c' then 'ALTER TYPE ' when 'f' then 'ALTER FOREIGN TABLE ' else 'ALTER TABLE ' end as alters,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as relation,
        pg_catalog.pg_get_expr(d.adbin, d.adrelid) as expression,
        a.attnotnull and k.convalidated is distinct from false as demanded,
        case when k.convalidated then 'CONSTRAINT ' || pg_catalog.quote_ident(k.conname) end as not_null_name,
        case when k.convalidated and k.connoinherit then 'NO INHERIT' end as not_null_here,
        c.relkind = 'c' and exists (select from pg_catalog.pg_class as o where o.reloftype = c.reltype) as has_tables,
        exists (select from filled as f where f.oid = a.attrelid) as filled
    from rows from (
        pg_catalog.unnest(%(column_oids)s::pg_catalog.oid[]),
        pg_catalog.unnest(%(column_subs)s::pg_catalog.int2[])
    ) as w (oid, sub)
    join pg_catalog.pg_attribute as a on a.attrelid = w.oid and a.attnum = w.sub and not a.attisdropped
    join pg_catalog.pg_class as c on c.oid = a.attrelid and c.relkind in ('r', 'p', 'f', 'c')
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    join pg_catalog.pg_type as t on t.oid = a.atttypid
    left join pg_catalog.pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
    left join pg_catalog.pg_constraint as k on k.conrelid = a.attrelid and k.contype = 'n' and k.conkey[1] = a.attnum
),
identity (oid, sub, words) as (
    select d.refobjid, d.refobjsubid, pg_catalog.concat_ws(' ',
        'GENERATED', case b.attidentity when 'a' then 'ALWAYS' else 'BY DEFAULT' end, 'AS IDENTITY (SEQUENCE NAME',
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname),
        'START WITH', q.seqstart, 'INCREMENT BY', q.seqincrement, 'MINVALUE', q.seqmin, 'MAXVALUE', q.seqmax,
        'CACHE', q.seqcache, case when q.seqcycle then 'CYCLE)' else 'NO CYCLE)' end
    )
    from column_before as b
    join pg_catalog.pg_depend as d
        on d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjid = b.attrelid
        and d.refobjsubid = b.attnum and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.deptype = 'i'
    join pg_catalog.pg_sequence as q on q.seqrelid = d.objid
    join pg_catalog.pg_class as c on c.oid = q.seqrelid
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
),
said (oid, sub, place, statement, trouble) as (
    select
        b.attrelid, b.attnum, 0,
        pg_catalog.concat_ws(' ',
            b.alters || b.relation, case when b.relkind = 'c' then 'ADD ATTRIBUTE' else 'ADD COLUMN' end,
            pg_catalog.quote_ident(b.attname), pg_catalog.format_type(b.atttypid, b.atttypmod),
            'OPTIONS (' || (
                select pg_catalog.string_agg(
                    pg_catalog.quote_ident(o.option_name) || ' ' || pg_catalog.quote_literal(o.option_value), ', '
                    order by o.option_name collate "C"
                )
                from pg_catalog.pg_options_to_table(b.attfdwoptions) as o
            ) || ')',
            'COLLATE ' || case
                when b.attcollation not in (b.typcollation, 0) then b.attcollation::pg_catalog.regcollation::text
            end,
            case b.attgenerated
                when 's' then 'GENERATED ALWAYS AS (' || b.expression || ') STORED'
                when 'v' then 'GENERATED ALWAYS AS (' || b.expression || ') VIRTUAL'
            end,
            i.words,
            'DEFAULT ' || case when b.attgenerated = '' and b.demanded then b.expression end,
            case when b.demanded then b.not_null_name end,
            case when b.demanded then 'NOT NULL' end, case when b.demanded then b.not_null_here end,
            case when b.has_tables then 'CASCADE' end
        ),
        case
            when b.filled and b.attidentity <> ''
                or b.filled and b.demanded and b.attgenerated = '' and b.expression is null
                then 'column ' || pg_catalog.quote_ident(b.attname) || ' of ' || b.relation
                    || ' takes no NULL and has no default: write a down.sql that says what its rows get'
            else ''
        end
    from column_before as b
    left join identity as i on i.oid = b.attrelid and i.sub = b.attnum
    where not b.inherited
    union all
    select
        b.attrelid, b.attnum, s.place,
        b.alters || case when b.relkind = 'c' then '' else 'ONLY ' end || b.relation
            || ' ALTER COLUMN ' || pg_catalog.quote_ident(b.attname) || s.setting,
        ''
    from column_before as b
    cross join lateral (values
        (15, ' SET DEFAULT ' || case when b.attgenerated = '' and (b.inherited or not b.demanded) then b.expression end),
        (15, case when b.inherited and b.expression is null and exists (
            select from column_before as p where p.demanded and p.expression is not null and p.attgenerated = ''
        ) then ' DROP DEFAULT' end),
        (15, case when b.inherited and b.demanded and exists (
            select from column_before as p where p.attname = b.attname and not p.inherited and not p.demanded
        ) then ' SET NOT NULL' end),
        (20, ' SET STATISTICS ' || case when b.attstattarget >= 0 then b.attstattarget::text end),
        (20, ' SET STORAGE ' || case
            when b.attstorage <> b.typstorage
                then case b.attstorage when 'p' then 'PLAIN' when 'e' then 'EXTERNAL' when 'm' then 'MAIN' else 'EXTENDED' end
        end),
        (20, ' SET COMPRESSION ' || case b.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end),
        (20, ' SET (' || pg_catalog.array_to_string(b.attoptions, ', ') || ')')
    ) as s (place, setting)
    where s.setting is not null and b.relkind <> 'c'
)
select s.oid::pg_catalog.int8 as oid, s.sub::pg_catalog.int4 as sub, s.place, s.statement, s.trouble
from said as s
where s.statement is not null
order by s.oid, s.sub, s.place, s.statement collate "C"
