-- How much of each table was found in shared buffers.
select
    relname,
    heap_blks_hit::numeric / nullif(heap_blks_hit + heap_blks_read, 0) as hit_ratio
from pg_statio_user_tables
order by hit_ratio nulls last
