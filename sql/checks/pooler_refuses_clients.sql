-- title: The application may open more connections than the pooler takes
-- dimension: configuration
-- severity: warning
-- since: 14
-- given: application
-- given: pgbouncer
-- param: max_pct = 100
-- source: PgBouncer refuses the next one: no more connections allowed (max_client_conn)
-- remedy: raise max_client_conn of PgBouncer (a client connection costs it about 2 kB), with the limit of open files
-- why: the last processes to come up under load are refused
select
    'max_client_conn' as object,
    'the application may open ' || a.most::text || ' connections, PgBouncer takes ' || c.most::text as message,
    a.most as may_open,
    c.most as taken
from (select (%(application)s::jsonb ->> 'most')::integer as most) as a
cross join (select (%(pgbouncer)s::jsonb #>> '{config,max_client_conn}')::integer as most) as c
where 100 * a.most > %(max_pct)s::numeric * c.most
order by object
