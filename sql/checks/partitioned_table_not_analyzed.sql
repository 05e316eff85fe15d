-- title: Partitioned tables without statistics of their own, or with old ones
-- dimension: queries
-- severity: warning
-- since: 14
-- param: min_rows = 1000
-- source: below that many rows whichever plan is chosen does not matter
-- param: max_change_pct = 50
-- source: partitions hold half as much again as the statistics say, or half of it: estimates are off by as much
-- remedy: analyze {object}
-- why: autovacuum analyzes the partitions and never their parent, so joins over all of them are planned by guesswork
with recursive members (relid, root) as (
    select c.oid, c.oid from pg_catalog.pg_class as c where c.relkind = 'p' and not c.relispartition
    union all
    select h.inhrelid, m.root
    from members as m
    join pg_catalog.pg_inherits as h on h.inhparent = m.relid
), tables as (
    select
        m.root,
        pg_catalog.count(*) as partitions,
        pg_catalog.sum(greatest(c.reltuples, 0))::numeric as partition_rows,
        -- rows of a partition that was neither vacuumed nor analyzed yet are known to the counters only
        pg_catalog.sum(
            case when c.reltuples < 0 then coalesce(pg_catalog.pg_stat_get_live_tuples(c.oid), 0) else 0 end
        )::numeric as counted_rows
    from members as m
    join pg_catalog.pg_class as c on c.oid = m.relid and c.relkind = 'r'
    group by m.root
), judged as (
    select t.*, t.partition_rows + t.counted_rows as rows_now, c.reltuples::numeric as rows_then, c.relname, n.nspname
    from tables as t
    join pg_catalog.pg_class as c on c.oid = t.root
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
        and not exists (
            select from pg_catalog.pg_depend as d
            where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
        )
)
select
    pg_catalog.quote_ident(j.nspname) || '.' || pg_catalog.quote_ident(j.relname) as object,
    case when j.rows_then < 0 then 'never analyzed'
        else 'when it was analyzed it had ' || pg_catalog.round(j.rows_then)::text || ' rows'
    end || '; its partitions hold ' || pg_catalog.round(j.rows_now)::text as message,
    j.partitions,
    pg_catalog.round(j.rows_now) as estimated_rows,
    case when j.rows_then >= 0 then pg_catalog.round(j.rows_then) end as analyzed_rows
from judged as j
where j.rows_now >= %(min_rows)s::numeric
    and (
        j.rows_then < 0
        or pg_catalog.abs(j.rows_now - j.rows_then) * 100 > %(max_change_pct)s::numeric * greatest(j.rows_then, 1)
    )
order by object
