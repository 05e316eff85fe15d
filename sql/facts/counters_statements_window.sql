-- fact: since when pg_stat_statements counts, and how often it dropped statements to make room
select i.stats_reset as began, i.dealloc as evicted
from pg_stat_statements_info as i
