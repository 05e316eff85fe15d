-- title: Tables that inherit without being partitions
-- dimension: schema
-- severity: info
-- since: 14
-- remedy: {statement}; or make it a partitioned table
-- why: the parent's primary, unique and foreign keys do not hold for the children's rows, though it shows them
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as object,
    'tables that inherit from it: ' || pg_catalog.string_agg(x.child, ', ' order by x.child) filter (where x.place <= 3)
        || case when pg_catalog.count(*) > 3 then ' and ' || (pg_catalog.count(*) - 3)::text || ' more' else '' end
        as message,
    pg_catalog.count(*) as children,
    pg_catalog.string_agg(
        'alter table ' || x.child || ' no inherit ' || pg_catalog.quote_ident(n.nspname) || '.'
            || pg_catalog.quote_ident(c.relname),
        '; ' order by x.child
    ) as statement
from (
    select
        i.inhparent,
        pg_catalog.quote_ident(cn.nspname) || '.' || pg_catalog.quote_ident(ch.relname) as child,
        pg_catalog.row_number() over (partition by i.inhparent order by cn.nspname, ch.relname) as place
    from pg_catalog.pg_inherits as i
    join pg_catalog.pg_class as ch on ch.oid = i.inhrelid and ch.relkind in ('r', 'f') and not ch.relispartition
    join pg_catalog.pg_namespace as cn on cn.oid = ch.relnamespace
    -- chunks of TimescaleDB inherit from their hypertable, which takes care of them
    where not pg_catalog.starts_with(cn.nspname::text, '_timescaledb')
        and cn.nspname !~ '^pg_'
) as x
join pg_catalog.pg_class as c on c.oid = x.inhparent
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where n.nspname !~ '^pg_'
    and n.nspname not in ('information_schema', 'opskit')
    and not exists (
        select from pg_catalog.pg_depend as d
        where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
    )
group by n.nspname, c.relname
order by object
