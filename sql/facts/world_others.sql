-- fact: triggers, statistics objects and publications of each table of users
-- kind: trigger, statistics or publication; a publication of all tables is not listed for each.
select t.tgrelid as relation, 'trigger' as kind, t.tgname::text as name
from pg_catalog.pg_trigger as t
where not t.tgisinternal
union all
select
    s.stxrelid, 'statistics',
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(s.stxname)
from pg_catalog.pg_statistic_ext as s
join pg_catalog.pg_namespace as n on n.oid = s.stxnamespace
union all
select r.prrelid, 'publication', p.pubname::text
from pg_catalog.pg_publication_rel as r
join pg_catalog.pg_publication as p on p.oid = r.prpubid
order by 1, 2, 3
