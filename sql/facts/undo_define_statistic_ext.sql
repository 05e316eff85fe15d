-- fact: extended statistics
-- param: oids: oid[] of statistics objects
with
subject as materialized (
    select x.oid, x.stxstattarget, pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(x.stxname) as name
    from pg_catalog.pg_statistic_ext as x
    join pg_catalog.pg_namespace as n on n.oid = x.stxnamespace
    where x.oid = any (%(oids)s::pg_catalog.oid[])
),
said (oid, place, statement) as (
    select s.oid, 0, pg_catalog.pg_get_statisticsobjdef(s.oid) from subject as s
    union all
    select s.oid, 20, 'ALTER STATISTICS ' || s.name || ' SET STATISTICS ' || s.stxstattarget
    from subject as s where s.stxstattarget >= 0
)
select s.oid::pg_catalog.int8 as oid, 0 as sub, s.place, s.statement, '' as trouble
from said as s
order by s.oid, s.place
