-- title: Triggers that are switched off
-- dimension: schema
-- severity: warning
-- since: 14
-- remedy: {statement}
-- why: a rule the schema promises is not kept; a switched-off foreign key lets orphans in unseen
with off as (
    -- The names of a foreign key's own triggers carry an oid, so such a finding is named after the constraint.
    select
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as table_name,
        pg_catalog.quote_ident(coalesce(k.conname, t.tgname)) as name,
        t.tgname,
        t.tgisinternal
    from pg_catalog.pg_trigger as t
    join pg_catalog.pg_class as c on c.oid = t.tgrelid
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    left join pg_catalog.pg_constraint as k on k.oid = t.tgconstraint and t.tgisinternal
    where (t.tgenabled = 'D' or (t.tgisinternal and t.tgenabled = 'R'))
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
        and not exists (
            select from pg_catalog.pg_trigger as p where p.oid = t.tgparentid and p.tgenabled = t.tgenabled
        )
)
select
    o.table_name || '.' || o.name as object,
    case when pg_catalog.bool_or(o.tgisinternal)
        then 'constraint ' || o.name || ' is not enforced on ' || o.table_name || ': its triggers are off'
        else 'trigger ' || o.name || ' on ' || o.table_name || ' is off'
    end as message,
    case when pg_catalog.bool_or(o.tgisinternal) then 'critical' else 'warning' end as severity,
    'alter table ' || o.table_name || ' '
        || pg_catalog.string_agg('enable trigger ' || pg_catalog.quote_ident(o.tgname), ', ' order by o.tgname)
        as statement
from off as o
group by o.table_name, o.name
order by object
