-- fact: rules, and whether they fire; that of a view is the view
-- param: oids: oid[] of rules
with
subject as materialized (
    select w.*, pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as relation
    from pg_catalog.pg_rewrite as w
    join pg_catalog.pg_class as c on c.oid = w.ev_class
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where w.oid = any (%(oids)s::pg_catalog.oid[]) and w.rulename <> '_RETURN'
),
said (oid, place, statement) as (
    select s.oid, 0, pg_catalog.rtrim(pg_catalog.pg_get_ruledef(s.oid), ';') from subject as s
    union all
    select
        s.oid, 55,
        'ALTER TABLE ' || s.relation
            || case s.ev_enabled when 'D' then ' DISABLE' when 'R' then ' ENABLE REPLICA' else ' ENABLE ALWAYS' end
            || ' RULE ' || pg_catalog.quote_ident(s.rulename)
    from subject as s where s.ev_enabled <> 'O'
)
select s.oid::pg_catalog.int8 as oid, 0 as sub, s.place, s.statement, '' as trouble
from said as s
order by s.oid, s.place
