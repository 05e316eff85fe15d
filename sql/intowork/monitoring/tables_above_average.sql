-- Tables with more dead rows than the average one; an aggregate may not stand in WHERE.
select relname, n_dead_tup
from pg_stat_user_tables
where n_dead_tup > avg(n_dead_tup)
order by n_dead_tup desc
