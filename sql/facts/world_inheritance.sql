-- fact: who inherits from whom, or is a partition (or an index of one), in the order the server visits them
select
    i.inhrelid as child,
    i.inhparent as parent,
    coalesce((pg_catalog.to_jsonb(i) ->> 'inhdetachpending')::boolean, false) as detach_pending
from pg_catalog.pg_inherits as i
order by i.inhparent, i.inhrelid
