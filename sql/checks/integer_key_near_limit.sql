-- title: Keys without a sequence that come near the end of their type
-- dimension: scalability
-- severity: warning
-- since: 14
-- param: warn_pct = 75
-- source: as for sequences (sequence_exhaustion): 75 percent
-- param: critical_pct = 90
-- source: as for sequences (sequence_exhaustion): 90 percent
-- param: min_rows = 1000
-- source: below that many rows a table without statistics is not worth a word
-- remedy: alter table {table_name} alter column {column_name} type bigint, online: a new column, a trigger, a swap
-- why: the insert after the last number fails, and so does every one after it
with keys as materialized (
    -- columns of unique indexes that no sequence fills: those are judged by sequence_exhaustion. Autoanalyze leaves a
    -- partitioned table itself out, so its partitions are read, and told of as the table they belong to
    select distinct
        c.oid, n.nspname, c.relname, c.reltuples, a.attnum, a.attname, a.atttypid,
        case when c.relispartition then pg_catalog.pg_partition_root(c.oid)::oid else c.oid end as root
    from pg_catalog.pg_index as i
    join pg_catalog.pg_class as c on c.oid = i.indrelid and c.relkind = 'r'
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    join pg_catalog.pg_attribute as a
        on a.attrelid = i.indrelid and a.attnum = any ((i.indkey::int2[])[0:i.indnkeyatts - 1])
    where i.indisunique
        and a.atttypid in ('int2'::regtype, 'int4'::regtype)
        and c.relpersistence <> 't'
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
        and not exists (
            select from pg_catalog.pg_depend as d
            where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
        )
        and not exists (
            -- owns a sequence
            select from pg_catalog.pg_depend as d
            where d.classid = 'pg_catalog.pg_class'::regclass
                and d.refclassid = 'pg_catalog.pg_class'::regclass
                and d.refobjid = a.attrelid and d.refobjsubid = a.attnum and d.deptype in ('a', 'i')
        )
        and not exists (
            -- draws from one by its default
            select from pg_catalog.pg_attrdef as f
            join pg_catalog.pg_depend as d
                on d.classid = 'pg_catalog.pg_attrdef'::regclass and d.objid = f.oid
                and d.refclassid = 'pg_catalog.pg_class'::regclass
            join pg_catalog.pg_class as q on q.oid = d.refobjid and q.relkind = 'S'
            where f.adrelid = a.attrelid and f.adnum = a.attnum
        )
), judged as (
    select
        k.oid, k.reltuples, r.relname, m.nspname, k.attname,
        case k.atttypid when 'int2'::regtype then 32767 else 2147483647 end as type_max,
        pg_catalog.has_column_privilege(k.oid, k.attnum, 'select') and not pg_catalog.row_security_active(k.oid)
            as readable,
        s.attname is not null as analyzed,
        -- as of the last analyze, of a sample: the largest of the bounds and of the most frequent values
        (
            select pg_catalog.max(v.value::bigint)
            from pg_catalog.unnest(
                coalesce(s.histogram_bounds::text::text[], '{}') || coalesce(s.most_common_vals::text::text[], '{}')
            ) as v (value)
        ) as largest
    from keys as k
    join pg_catalog.pg_class as r on r.oid = k.root
    join pg_catalog.pg_namespace as m on m.oid = r.relnamespace
    -- before PostgreSQL 17 the partitions of a table with an identity column know nothing of it
    join pg_catalog.pg_attribute as b on b.attrelid = k.root and b.attname = k.attname and b.attidentity = ''
    left join lateral (
        -- asked for one column at a time: the view as a whole is read slowly
        select t.attname, t.histogram_bounds, t.most_common_vals
        from pg_catalog.pg_stats as t
        where t.schemaname = k.nspname and t.tablename = k.relname and t.attname = k.attname and not t.inherited
        limit 1
    ) as s on true
), used as (
    select
        j.nspname, j.relname, j.attname, j.type_max, pg_catalog.max(j.largest) as largest
    from judged as j
    group by j.nspname, j.relname, j.attname, j.type_max
)
select
    pg_catalog.quote_ident(j.nspname) || '.' || pg_catalog.quote_ident(j.relname) || '.'
        || pg_catalog.quote_ident(j.attname) as object,
    pg_catalog.round(p.pct, 1)::text || ' percent used: at least ' || j.largest::text || ' of ' || j.type_max::text
        as message,
    case when p.pct >= %(critical_pct)s::numeric then 'critical' else 'warning' end as severity,
    true as seen,
    pg_catalog.quote_ident(j.nspname) || '.' || pg_catalog.quote_ident(j.relname) as table_name,
    pg_catalog.quote_ident(j.attname) as column_name,
    j.largest,
    pg_catalog.round(p.pct, 1) as used_pct
from used as j
cross join lateral (select 100.0 * j.largest / j.type_max as pct) as p
where p.pct >= %(warn_pct)s::numeric
union all
select
    pg_catalog.quote_ident(pg_catalog.current_database()),
    pg_catalog.concat_ws(
        '; ',
        case when x.unknown > 0 then 'tables that were never analyzed: ' || x.unknown::text || ', analyze them' end,
        case when x.hidden > 0 then 'this login cannot read the statistics of ' || x.hidden::text
            || ' columns: grant pg_read_all_data to ' || pg_catalog.quote_ident(session_user) end
    ),
    null, false, null, null, null, null
from (
    select
        pg_catalog.count(*) filter (where not j.readable) as hidden,
        pg_catalog.count(distinct j.oid) filter (
            where j.readable and not j.analyzed and j.reltuples >= %(min_rows)s::float8
        ) as unknown
    from judged as j
) as x
where x.hidden > 0 or x.unknown > 0
order by object
