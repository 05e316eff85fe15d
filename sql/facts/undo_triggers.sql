-- fact: how the triggers and rules of a table, and of all that inherits from it, fire before a statement changes that
-- param: oid: the table
-- state is a word of ENABLE/DISABLE: ORIGIN for one that is simply enabled. own says that a person made it: the others
-- are those of foreign keys and deferrable keys.
with recursive family (oid, depth) as (
    select c.oid, 0 from pg_catalog.pg_class as c where c.oid = %(oid)s::pg_catalog.oid
    union
    select i.inhrelid, f.depth + 1 from pg_catalog.pg_inherits as i join family as f on f.oid = i.inhparent
),
fires (relid, name, what, own, code) as (
    select g.tgrelid, g.tgname, 'TRIGGER', not g.tgisinternal, g.tgenabled
    from pg_catalog.pg_trigger as g
    union all
    select w.ev_class, w.rulename, 'RULE', true, w.ev_enabled from pg_catalog.pg_rewrite as w
)
select
    f.depth,
    c.relkind::text as kind,
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as relation,
    exists (select from pg_catalog.pg_inherits as i where i.inhparent = c.oid) as heirs,
    g.what,
    g.name::text as name,
    pg_catalog.quote_ident(g.name) as quoted,
    g.own,
    case g.code when 'D' then 'DISABLE' when 'R' then 'ENABLE REPLICA' when 'A' then 'ENABLE ALWAYS' else 'ENABLE' end as state
from family as f
join pg_catalog.pg_class as c on c.oid = f.oid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join fires as g on g.relid = f.oid
order by f.depth, c.oid, g.what, g.name
