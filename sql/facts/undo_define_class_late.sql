-- fact: what is said of tables when they are there: settings of columns, inheritance, partitions, flags
-- param: oids: oid[] of relations
-- param: heirs: oid[] of the tables made with INHERITS
-- place: 20 settings, 40 ATTACH PARTITION, 50 what needs indexes and triggers
with
subject as materialized (
    select c.*, pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as name,
        case when c.relkind in ('r', 'p', 'f') then 'ONLY ' else '' end as only_it,
        case c.relkind when 'm' then 'ALTER MATERIALIZED VIEW ' when 'f' then 'ALTER FOREIGN TABLE ' else 'ALTER TABLE ' end
            as alter_it
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where c.oid = any (%(oids)s::pg_catalog.oid[]) and c.relkind in ('r', 'p', 'f', 'm')
),
parent as (
    select i.inhrelid as oid, i.inhseqno, pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(p.relname) as name
    from pg_catalog.pg_inherits as i
    join pg_catalog.pg_class as p on p.oid = i.inhparent
    join pg_catalog.pg_namespace as n on n.oid = p.relnamespace
),
said (oid, place, statement) as (
    select s.oid, 20, s.alter_it || s.only_it || s.name || ' ALTER COLUMN ' || pg_catalog.quote_ident(a.attname) || w.setting
    from subject as s
    join pg_catalog.pg_attribute as a on a.attrelid = s.oid and a.attnum > 0 and not a.attisdropped
    join pg_catalog.pg_type as t on t.oid = a.atttypid
    cross join lateral (values
        (' SET STATISTICS ' || case when a.attstattarget >= 0 then a.attstattarget::text end),
        (' SET STORAGE ' || case
            when a.attstorage <> t.typstorage
                then case a.attstorage when 'p' then 'PLAIN' when 'e' then 'EXTERNAL' when 'm' then 'MAIN' else 'EXTENDED' end
        end),
        (' SET COMPRESSION ' || case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end),
        (' SET (' || pg_catalog.array_to_string(a.attoptions, ', ') || ')'),
        (' SET NOT NULL' || case
            when s.oid = any (%(heirs)s::pg_catalog.oid[]) and a.attnotnull and not a.attislocal
                and not exists (
                    select from pg_catalog.pg_constraint as k
                    where k.conrelid = s.oid and k.contype = 'n' and k.conkey[1] = a.attnum
                        and not (k.conislocal and k.convalidated)
                ) then '' end),
        (' DROP DEFAULT' || case
            when s.oid = any (%(heirs)s::pg_catalog.oid[]) and not a.attislocal and not a.atthasdef and exists (
                select
                from pg_catalog.pg_inherits as i
                join pg_catalog.pg_attribute as pa on pa.attrelid = i.inhparent and pa.attname = a.attname
                where i.inhrelid = s.oid and pa.atthasdef and pa.attgenerated = ''
            ) then '' end)
    ) as w (setting)
    where w.setting is not null
    union all
    select s.oid, 21, s.alter_it || s.name || ' INHERIT ' || p.name
    from subject as s
    join parent as p on p.oid = s.oid
    where not s.relispartition and not s.oid = any (%(heirs)s::pg_catalog.oid[])
    union all
    select s.oid, 22, s.alter_it || s.name || ' OF ' || pg_catalog.format_type(s.reloftype, null)
    from subject as s where s.reloftype <> 0
    union all
    select s.oid, 40, 'ALTER TABLE ' || p.name || ' ATTACH PARTITION ' || s.name || ' '
        || pg_catalog.pg_get_expr(s.relpartbound, s.oid)
    from subject as s
    join parent as p on p.oid = s.oid
    where s.relispartition
    union all
    select s.oid, 50, s.alter_it || s.name || ' CLUSTER ON ' || pg_catalog.quote_ident(c.relname)
    from subject as s
    join pg_catalog.pg_index as i on i.indrelid = s.oid and i.indisclustered
    join pg_catalog.pg_class as c on c.oid = i.indexrelid
    union all
    select s.oid, 51, s.alter_it || s.only_it || s.name || ' REPLICA IDENTITY ' || case s.relreplident
        when 'n' then 'NOTHING' when 'f' then 'FULL' else 'USING INDEX ' || pg_catalog.quote_ident(c.relname) end
    from subject as s
    left join pg_catalog.pg_index as i on i.indrelid = s.oid and i.indisreplident
    left join pg_catalog.pg_class as c on c.oid = i.indexrelid
    where s.relkind in ('r', 'p') and (s.relreplident in ('n', 'f') or c.oid is not null)
    union all
    select s.oid, 52, s.alter_it || s.name || ' ENABLE ROW LEVEL SECURITY' from subject as s where s.relrowsecurity
    union all
    select s.oid, 53, s.alter_it || s.name || ' FORCE ROW LEVEL SECURITY' from subject as s where s.relforcerowsecurity
    union all
    select s.oid, 54, s.alter_it || s.only_it || s.name || ' DISABLE TRIGGER ALL'
    from subject as s
    join pg_catalog.pg_trigger as g on g.tgrelid = s.oid
    group by s.oid, s.alter_it, s.only_it, s.name
    having pg_catalog.bool_and(g.tgenabled = 'D') and pg_catalog.bool_or(g.tgisinternal)
    union all
    select
        s.oid, 55,
        s.alter_it || s.only_it || s.name || case g.tgenabled
            when 'D' then ' DISABLE' when 'R' then ' ENABLE REPLICA' when 'A' then ' ENABLE ALWAYS' else ' ENABLE'
        end || ' TRIGGER ' || pg_catalog.quote_ident(g.tgname)
    from subject as s
    join pg_catalog.pg_trigger as g on g.tgrelid = s.oid
    join pg_catalog.pg_trigger as p on p.oid = g.tgparentid
    where g.tgenabled <> p.tgenabled and g.tgconstraint = 0
)
select s.oid::pg_catalog.int8 as oid, 0 as sub, s.place, s.statement, '' as trouble
from said as s
order by s.oid, s.place, s.statement collate "C"
