-- title: Constraints the existing rows were never held against
-- dimension: integrity
-- severity: warning
-- since: 14
-- remedy: {statement}
-- why: rows from before the constraint may break it, and the planner does not trust it
with judged as (
    select
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(coalesce(c.relname, t.typname)) as parent,
        pg_catalog.quote_ident(k.conname) as name,
        case when c.oid is null then 'alter domain ' else 'alter table ' end as alter,
        k.contype,
        -- NOT ENFORCED exists from PostgreSQL 18 on
        coalesce((pg_catalog.to_jsonb(k) ->> 'conenforced')::boolean, true) as enforced
    from pg_catalog.pg_constraint as k
    join pg_catalog.pg_namespace as n on n.oid = k.connamespace
    left join pg_catalog.pg_class as c on c.oid = k.conrelid
    left join pg_catalog.pg_type as t on t.oid = k.contypid
    where not k.convalidated
        and k.conparentid = 0
        and k.conislocal
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
)
select
    j.parent || '.' || j.name as object,
    case when j.enforced then 'not validated: only new rows are checked' else 'not enforced: no row is checked' end
        as message,
    j.parent as table_name,
    case j.contype when 'f' then 'foreign key' when 'n' then 'not null' else 'check' end as kind,
    j.enforced,
    case
        when j.enforced then j.alter || j.parent || ' validate constraint ' || j.name
        when j.contype = 'f' then j.alter || j.parent || ' alter constraint ' || j.name || ' enforced'
        else j.alter || j.parent || ' drop constraint ' || j.name || '; then add it again, enforced'
    end as statement
from judged as j
order by object
