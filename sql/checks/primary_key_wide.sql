-- title: Primary keys over wide text
-- dimension: indexes
-- severity: info
-- since: 14
-- param: min_width = 32
-- source: twice a uuid, the widest of the usual keys
-- param: min_rows = 100000
-- source: below that nobody feels the width
-- remedy: give {object} a bigint or uuid key and keep the text as a unique column
-- why: the key is copied into every table that refers to it and into the indexes there, and compares slowly
with columns as (
    select
        i.indrelid, tn.nspname, t.relname, t.reltuples, a.attname, i.indexrelid,
        -- pg_stats has nothing of a column that the login may not read, or whose rows a policy hides from it
        pg_catalog.has_column_privilege(t.oid, a.attnum, 'select') as granted,
        pg_catalog.has_column_privilege(t.oid, a.attnum, 'select') and not pg_catalog.row_security_active(t.oid)
            as readable
    from pg_catalog.pg_index as i
    join pg_catalog.pg_class as t on t.oid = i.indrelid and t.relkind = 'r' and not t.relispartition
    join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
    join pg_catalog.pg_attribute as a
        on a.attrelid = t.oid and a.attnum = any ((i.indkey::int2[])[0:i.indnkeyatts - 1])
    join pg_catalog.pg_type as y on y.oid = a.atttypid
    where i.indisprimary and i.indisvalid
        and t.reltuples >= %(min_rows)s::float8
        and (y.typcategory = 'S' or y.typname = 'bytea') and y.typlen = -1
        and tn.nspname !~ '^pg_'
        and tn.nspname not in ('information_schema', 'opskit')
        and not exists (
            select from pg_catalog.pg_depend as d
            where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = t.oid and d.deptype = 'e'
        )
), judged as (
    select
        c.indrelid, c.indexrelid, c.reltuples,
        pg_catalog.quote_ident(c.nspname) || '.' || pg_catalog.quote_ident(c.relname) as object,
        pg_catalog.string_agg(pg_catalog.quote_ident(c.attname), ', ' order by c.attname) as columns,
        pg_catalog.bool_and(c.granted) as granted,
        pg_catalog.bool_and(c.readable) as readable,
        pg_catalog.bool_and(s.attname is not null) as analyzed,
        pg_catalog.sum(s.avg_width) as width
    from columns as c
    left join pg_catalog.pg_stats as s
        on s.schemaname = c.nspname and s.tablename = c.relname and s.attname = c.attname and not s.inherited
    group by c.indrelid, c.indexrelid, c.reltuples, c.nspname, c.relname
)
select
    j.object,
    'its key (' || j.columns || ') takes ' || j.width::text || ' bytes on average; foreign keys that copy it: '
        || f.keys::text as message,
    true as seen,
    j.columns,
    j.width as average_bytes,
    f.keys as foreign_keys,
    j.reltuples::bigint as estimated_rows,
    pg_catalog.pg_relation_size(j.indexrelid) as index_bytes
from judged as j
cross join lateral (
    select pg_catalog.count(*) as keys
    from pg_catalog.pg_constraint as k
    where k.contype = 'f' and k.confrelid = j.indrelid and k.conparentid = 0
) as f
where j.readable and j.analyzed and j.width >= %(min_width)s::bigint
union all
select
    pg_catalog.quote_ident(pg_catalog.current_database()),
    case
        when pg_catalog.count(*) filter (where not j.granted) > 0
            then 'this login cannot read the statistics of ' || pg_catalog.count(*)::text
                || ' primary keys: grant pg_read_all_data to ' || pg_catalog.quote_ident(current_user)
        when pg_catalog.count(*) filter (where not j.readable) > 0
            then 'row security hides the statistics of ' || pg_catalog.count(*)::text
                || ' primary keys: alter role ' || pg_catalog.quote_ident(current_user) || ' bypassrls'
        else pg_catalog.count(*)::text || ' primary keys have no statistics: analyze'
    end,
    false, null, null, null, null, null
from judged as j
where not (j.readable and j.analyzed)
having pg_catalog.count(*) > 0
order by object
