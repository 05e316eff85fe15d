-- title: Autovacuum switched off
-- dimension: configuration
-- severity: warning
-- since: 14
-- remedy: {statement}
-- why: dead rows pile up, planner statistics go stale, and in the end the server stops to prevent wraparound
with servers as (
    select s.name
    from pg_catalog.pg_settings as s
    where s.name in ('autovacuum', 'track_counts') and s.reset_val = 'off'
), tables as (
    select
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as object,
        c.relkind,
        pg_catalog.bool_or(o.part = 'heap') as heap,
        pg_catalog.bool_or(o.part = 'toast') as toast
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    left join pg_catalog.pg_class as t on t.oid = c.reltoastrelid
    cross join lateral (
        select 'heap', h.option_name, h.option_value from pg_catalog.pg_options_to_table(c.reloptions) as h
        union all
        select 'toast', h.option_name, h.option_value from pg_catalog.pg_options_to_table(t.reloptions) as h
    ) as o (part, name, value)
    where c.relkind in ('r', 'm')
        and o.name = 'autovacuum_enabled'
        and not o.value::boolean
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
    group by n.nspname, c.relname, c.relkind
)
select
    s.name as object,
    s.name || ' is off for the whole server' as message,
    'critical' as severity,
    'alter system set ' || s.name || ' = on; select pg_catalog.pg_reload_conf()' as statement
from servers as s
union all
select
    t.object,
    'autovacuum is off for ' || case
        when t.heap and t.toast then 'the table and its TOAST table'
        when t.heap then 'the table'
        else 'its TOAST table'
    end,
    'warning',
    case t.relkind when 'm' then 'alter materialized view ' else 'alter table ' end
        || t.object || ' reset (autovacuum_enabled, toast.autovacuum_enabled)'
from tables as t
order by object
