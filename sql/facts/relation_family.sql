-- fact: a relation and what belongs to it: partitions, indexes, TOAST table, sequences that its columns own
-- param: name: a perhaps qualified name, as a person types it
-- No row where there is no such relation. own says that it is the relation itself.
with recursive family (oid, own) as (
    select c.oid, true from pg_catalog.pg_class as c where c.oid = pg_catalog.to_regclass(%(name)s)
    union
    select m.oid, false
    from family as f
    cross join lateral (
        select i.indexrelid from pg_catalog.pg_index as i where i.indrelid = f.oid
        union all
        select h.inhrelid from pg_catalog.pg_inherits as h where h.inhparent = f.oid
        union all
        select c.reltoastrelid from pg_catalog.pg_class as c where c.oid = f.oid and c.reltoastrelid <> 0
        union all
        select d.objid
        from pg_catalog.pg_depend as d
        join pg_catalog.pg_class as q on q.oid = d.objid and q.relkind = 'S'
        where d.classid = 'pg_catalog.pg_class'::regclass and d.refclassid = 'pg_catalog.pg_class'::regclass
            and d.refobjid = f.oid and d.deptype in ('a', 'i')
    ) as m (oid)
)
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as name,
    pg_catalog.bool_or(f.own) as own
from family as f
join pg_catalog.pg_class as c on c.oid = f.oid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
group by n.nspname, c.relname
order by n.nspname collate "C", c.relname collate "C"
