-- fact: indexes, and what is set on those that stand behind a constraint
-- param: oids: oid[] of relations
-- param: relations: oid[] of relations that are made again: what marks an index there, or attaches it, is said with them
-- One that a build left INVALID is not made again.
with
subject as materialized (
    select
        c.oid, c.relname, c.relkind, c.reloptions, sp.spcname, i.indisvalid, i.indisclustered, i.indisreplident,
        i.indrelid = any (%(relations)s::pg_catalog.oid[]) as made_with_table,
        pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname) as table_name, t.relkind as table_kind,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as name,
        exists (
            select from pg_catalog.pg_constraint as k where k.conindid = c.oid and k.contype in ('p', 'u', 'x')
        ) as constrains
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    join pg_catalog.pg_index as i on i.indexrelid = c.oid
    join pg_catalog.pg_class as t on t.oid = i.indrelid
    join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
    left join pg_catalog.pg_tablespace as sp on sp.oid = c.reltablespace
    where
        c.oid = any (%(oids)s::pg_catalog.oid[]) and (i.indisvalid or c.relkind = 'I') and n.nspname <> 'pg_toast'
),
said (oid, place, statement) as (
    select s.oid, 0, pg_catalog.pg_get_indexdef(s.oid) from subject as s where not s.constrains
    union all
    select s.oid, 20, 'ALTER INDEX ' || s.name || ' SET TABLESPACE ' || pg_catalog.quote_ident(s.spcname)
    from subject as s where s.spcname is not null
    union all
    select s.oid, 21, 'ALTER INDEX ' || s.name || ' SET (' || pg_catalog.array_to_string(s.reloptions, ', ') || ')'
    from subject as s where s.constrains and s.reloptions is not null
    union all
    select s.oid, 22, 'ALTER INDEX ' || s.name || ' ALTER COLUMN ' || a.attnum || ' SET STATISTICS ' || a.attstattarget
    from subject as s
    join pg_catalog.pg_attribute as a on a.attrelid = s.oid and a.attstattarget >= 0
    union all
    select s.oid, 40, 'ALTER INDEX ' || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(p.relname)
        || ' ATTACH PARTITION ' || s.name
    from subject as s
    join pg_catalog.pg_inherits as i on i.inhrelid = s.oid
    join pg_catalog.pg_class as p on p.oid = i.inhparent
    join pg_catalog.pg_namespace as n on n.oid = p.relnamespace
    where not s.constrains and not s.made_with_table
    union all
    select s.oid, 50, case s.table_kind when 'm' then 'ALTER MATERIALIZED VIEW ' else 'ALTER TABLE ' end
        || s.table_name || ' CLUSTER ON ' || pg_catalog.quote_ident(s.relname)
    from subject as s where s.indisclustered and not s.made_with_table
    union all
    select s.oid, 51, 'ALTER TABLE ' || s.table_name || ' REPLICA IDENTITY USING INDEX ' || pg_catalog.quote_ident(s.relname)
    from subject as s where s.indisreplident and not s.made_with_table
)
select s.oid::pg_catalog.int8 as oid, 0 as sub, s.place, s.statement, '' as trouble
from said as s
order by s.oid, s.place, s.statement collate "C"
