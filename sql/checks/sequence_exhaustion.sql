-- title: Sequences that run out, or overflow the column they fill
-- dimension: scalability
-- severity: warning
-- since: 14
-- param: warn_pct = 75
-- source: pgsteward: 75 percent
-- param: critical_pct = 90
-- source: pghero and pgsteward: 90 percent
-- remedy: {statement}
-- why: the insert after the last number fails, and so does every one after it
with recursive base (type, basetype) as (
    select t.oid, t.oid from pg_catalog.pg_type as t where t.typtype <> 'd'
    union all
    select t.oid, b.basetype
    from base as b
    join pg_catalog.pg_type as t on t.typbasetype = b.type and t.typtype = 'd'
), uses as (
    -- the columns that own a sequence, and those whose default draws from it
    select d.objid as seqrelid, d.refobjid as relid, d.refobjsubid as attnum
    from pg_catalog.pg_depend as d
    where d.classid = 'pg_catalog.pg_class'::regclass
        and d.refclassid = 'pg_catalog.pg_class'::regclass
        and d.refobjsubid > 0
        and d.deptype in ('a', 'i')
    union
    select d.refobjid, f.adrelid, f.adnum
    from pg_catalog.pg_depend as d
    join pg_catalog.pg_attrdef as f on f.oid = d.objid
    where d.classid = 'pg_catalog.pg_attrdef'::regclass
        and d.refclassid = 'pg_catalog.pg_class'::regclass
), filled as (
    select
        u.seqrelid,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as table_name,
        pg_catalog.quote_ident(a.attname) as column_name,
        case b.basetype when 'int2'::regtype then 32767 when 'int4'::regtype then 2147483647
            when 'int8'::regtype then 9223372036854775807 end::numeric as type_max
    from uses as u
    join pg_catalog.pg_class as c on c.oid = u.relid
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    join pg_catalog.pg_attribute as a on a.attrelid = u.relid and a.attnum = u.attnum
    join base as b on b.type = a.atttypid
), tightest as (
    select distinct on (f.seqrelid) f.*
    from filled as f
    order by f.seqrelid, f.type_max nulls last, f.table_name, f.column_name
), judged as (
    select
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as object,
        f.table_name, f.column_name, f.type_max, s.seqtypid, s.seqincrement > 0 as ascending, p.readable,
        case when p.readable then pg_catalog.pg_sequence_last_value(s.seqrelid) end::numeric as last_value,
        s.seqmin::numeric as lowest,
        s.seqmax::numeric as highest,
        case when s.seqincrement > 0 then least(s.seqmax, f.type_max) else greatest(s.seqmin, - f.type_max - 1) end
            as last_usable,
        -- a sequence that begins again within the column's type never runs out
        s.seqcycle and coalesce(s.seqmax <= f.type_max and s.seqmin >= - f.type_max - 1, true) as endless
    from pg_catalog.pg_sequence as s
    join pg_catalog.pg_class as c on c.oid = s.seqrelid and c.relpersistence <> 't'
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    left join tightest as f on f.seqrelid = s.seqrelid
    cross join lateral (
        select pg_catalog.has_sequence_privilege(s.seqrelid, 'select, usage') as readable
    ) as p
    where n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
), measured as (
    select j.*, 100 * case
        when j.ascending then (j.last_value - j.lowest) / nullif(j.last_usable - j.lowest, 0)
        else (j.highest - j.last_value) / nullif(j.highest - j.last_usable, 0)
    end as pct
    from judged as j
    where not j.endless
)
select
    m.object,
    pg_catalog.round(m.pct, 1)::text || ' percent used: ' || m.last_value::text || ' of ' || m.last_usable::text
        || case when m.type_max < m.highest and m.ascending
            then ', where the type of ' || m.table_name || '.' || m.column_name || ' ends' else '' end as message,
    case when m.pct >= %(critical_pct)s::numeric then 'critical' else 'warning' end as severity,
    true as seen,
    m.table_name,
    m.column_name,
    pg_catalog.round(m.pct, 1) as used_pct,
    pg_catalog.concat_ws(
        '; ',
        case when m.type_max < 9223372036854775807 then 'alter table ' || m.table_name || ' alter column '
            || m.column_name || ' type bigint' end,
        case when m.seqtypid <> 'int8'::regtype then 'alter sequence ' || m.object || ' as bigint'
            when m.last_usable = m.highest then 'alter sequence ' || m.object || ' no maxvalue'
            when m.last_usable = m.lowest then 'alter sequence ' || m.object || ' no minvalue' end
    ) as statement
from measured as m
where m.pct >= %(warn_pct)s::numeric
union all
select
    pg_catalog.quote_ident(pg_catalog.current_database()),
    'this login cannot read ' || pg_catalog.count(*)::text || ' sequences: grant it pg_read_all_data or select on them',
    null, false, null, null, null, null
from measured as m
where not m.readable
having pg_catalog.count(*) > 0
order by object
