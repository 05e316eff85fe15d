-- fact: triggers, and whether they fire; those of partitions come with their parent's
-- param: oids: oid[] of triggers
with
subject as materialized (
    select g.*, pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as relation
    from pg_catalog.pg_trigger as g
    join pg_catalog.pg_class as c on c.oid = g.tgrelid
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where g.oid = any (%(oids)s::pg_catalog.oid[]) and not g.tgisinternal and g.tgparentid = 0
),
said (oid, place, statement) as (
    select s.oid, 0, pg_catalog.pg_get_triggerdef(s.oid) from subject as s
    union all
    select
        s.oid, 55,
        'ALTER TABLE ' || s.relation
            || case s.tgenabled when 'D' then ' DISABLE' when 'R' then ' ENABLE REPLICA' else ' ENABLE ALWAYS' end
            || ' TRIGGER ' || pg_catalog.quote_ident(s.tgname)
    from subject as s where s.tgenabled <> 'O'
)
select s.oid::pg_catalog.int8 as oid, 0 as sub, s.place, s.statement, '' as trouble
from said as s
order by s.oid, s.place
