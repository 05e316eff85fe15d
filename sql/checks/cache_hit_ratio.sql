-- title: Share of block reads answered from shared buffers
-- dimension: queries
-- severity: warning
-- since: 14
-- param: min_pct = 95
-- source: the success criterion "cache hit ratio above 95 percent"; dasha warns at 95, postgres_exporter's mixin at 98
-- param: min_blocks = 50000
-- source: dasha: fewer reads say nothing about the ratio
-- remedy: find the queries that read most (pg_stat_statements, shared_blks_read); then shared_buffers
-- why: a block that is not in memory has to come from the disk, while the query waits
select
    pg_catalog.quote_ident(d.datname) as object,
    case when r.blocks < %(min_blocks)s::bigint
        then 'only ' || r.blocks::text || ' blocks read since ' || coalesce(d.stats_reset::text, 'the counters began')
        else pg_catalog.round(100.0 * d.blks_hit / r.blocks, 2)::text || ' percent of '
            || r.blocks::text || ' block reads were hits'
    end as message,
    r.blocks >= %(min_blocks)s::bigint as seen,
    case when r.blocks > 0 then pg_catalog.round(100.0 * d.blks_hit / r.blocks, 2) end as hit_pct,
    r.blocks
from pg_catalog.pg_stat_database as d
cross join lateral (select d.blks_hit + d.blks_read as blocks) as r
where d.datname = pg_catalog.current_database()
    and (r.blocks < %(min_blocks)s::bigint or 100.0 * d.blks_hit < %(min_pct)s::numeric * r.blocks)
order by object
