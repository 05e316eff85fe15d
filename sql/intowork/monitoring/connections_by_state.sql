-- What the sessions of this database are doing.
select state, count(*) as sessions
from pg_stat_activity
where datname = current_database()
group by state
order by sessions desc
