-- The statements with the highest mean; the column was renamed to mean_exec_time in PostgreSQL 13.
select query, calls, mean_time
from pg_stat_statements
order by mean_time desc
limit 20
