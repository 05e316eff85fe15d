-- fact: event triggers, and whether they fire
-- param: oids: oid[] of event triggers
with
subject as materialized (
    select g.*, pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(f.proname) as function
    from pg_catalog.pg_event_trigger as g
    join pg_catalog.pg_proc as f on f.oid = g.evtfoid
    join pg_catalog.pg_namespace as n on n.oid = f.pronamespace
    where g.oid = any (%(oids)s::pg_catalog.oid[])
),
said (oid, place, statement) as (
    select s.oid, 0, pg_catalog.concat_ws(' ',
        'CREATE EVENT TRIGGER', pg_catalog.quote_ident(s.evtname), 'ON', s.evtevent,
        'WHEN TAG IN (' || (
            select pg_catalog.string_agg(pg_catalog.quote_literal(t.tag), ', ' order by t.place)
            from pg_catalog.unnest(s.evttags) with ordinality as t (tag, place)
        ) || ')',
        'EXECUTE FUNCTION', s.function || '()'
    )
    from subject as s
    union all
    select s.oid, 55, 'ALTER EVENT TRIGGER ' || pg_catalog.quote_ident(s.evtname)
        || case s.evtenabled when 'D' then ' DISABLE' when 'R' then ' ENABLE REPLICA' else ' ENABLE ALWAYS' end
    from subject as s where s.evtenabled <> 'O'
)
select s.oid::pg_catalog.int8 as oid, 0 as sub, s.place, s.statement, '' as trouble
from said as s
order by s.oid, s.place
