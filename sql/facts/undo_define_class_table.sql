-- fact: the CREATE TABLE of tables: columns, parents, partition key, storage. The rest is said by undo_define_*
-- param: oids: oid[] of relations
-- A partition is made as a table of its own, and attached when it has its indexes. A child lists the columns it has by
-- itself, unless their order is none that INHERITS would make.
with
subject as materialized (
    select c.*, pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as name
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where c.oid = any (%(oids)s::pg_catalog.oid[]) and c.relkind in ('r', 'p', 'f')
),
parents as (
    select
        i.inhrelid as oid,
        pg_catalog.string_agg(
            pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(p.relname), ', ' order by i.inhseqno
        ) as names
    from pg_catalog.pg_inherits as i
    join subject as s on s.oid = i.inhrelid
    join pg_catalog.pg_class as p on p.oid = i.inhparent
    join pg_catalog.pg_namespace as n on n.oid = p.relnamespace
    where not s.relispartition and s.oid = any (%(heirs)s::pg_catalog.oid[])
    group by i.inhrelid
),
own_sequence as (
    select d.refobjid as relation, d.refobjsubid as column_number, pg_catalog.concat_ws(' ',
        'SEQUENCE NAME ' || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname),
        'START WITH ' || q.seqstart, 'INCREMENT BY ' || q.seqincrement, 'MINVALUE ' || q.seqmin,
        'MAXVALUE ' || q.seqmax, 'CACHE ' || q.seqcache, case when q.seqcycle then 'CYCLE' end
    ) as options
    from pg_catalog.pg_depend as d
    join pg_catalog.pg_class as c on c.oid = d.objid
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    join pg_catalog.pg_sequence as q on q.seqrelid = c.oid
    where
        d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
        and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
        and d.refobjid = any (%(oids)s::pg_catalog.oid[]) and d.deptype = 'i'
),
columns as (
    select
        s.oid,
        pg_catalog.string_agg(
            pg_catalog.concat_ws(' ',
                pg_catalog.quote_ident(a.attname),
                pg_catalog.format_type(a.atttypid, a.atttypmod),
                'OPTIONS (' || (
                    select pg_catalog.string_agg(
                        pg_catalog.quote_ident(o.option_name) || ' ' || pg_catalog.quote_literal(o.option_value), ', '
                        order by o.option_name collate "C"
                    )
                    from pg_catalog.pg_options_to_table(a.attfdwoptions) as o
                ) || ')',
                'COLLATE ' || case
                    when a.attcollation not in (t.typcollation, 0) then a.attcollation::pg_catalog.regcollation::text
                end,
                'CONSTRAINT ' || pg_catalog.quote_ident(k.conname),
                case when a.attnotnull and k.convalidated is distinct from false then 'NOT NULL' end,
                case when k.connoinherit then 'NO INHERIT' end,
                case a.attgenerated
                    when 's' then 'GENERATED ALWAYS AS (' || pg_catalog.pg_get_expr(d.adbin, d.adrelid) || ') STORED'
                    when 'v' then 'GENERATED ALWAYS AS (' || pg_catalog.pg_get_expr(d.adbin, d.adrelid) || ') VIRTUAL'
                end,
                'GENERATED ' || case a.attidentity when 'a' then 'ALWAYS' else 'BY DEFAULT' end
                    || ' AS IDENTITY (' || q.options || ')'
            ), ', ' order by a.attnum
        ) as list
    from subject as s
    join pg_catalog.pg_attribute as a on a.attrelid = s.oid and a.attnum > 0 and not a.attisdropped
    join pg_catalog.pg_type as t on t.oid = a.atttypid
    left join pg_catalog.pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
    left join own_sequence as q on q.relation = a.attrelid and q.column_number = a.attnum
    left join pg_catalog.pg_constraint as k
        on k.conrelid = a.attrelid and k.contype = 'n' and k.conkey[1] = a.attnum and k.convalidated
    where a.attislocal or not exists (select from parents as p where p.oid = s.oid)
    group by s.oid
)
select
    s.oid::pg_catalog.int8 as oid, 0 as sub, 0 as place,
    pg_catalog.concat_ws(' ',
        'CREATE', case when s.relpersistence = 'u' then 'UNLOGGED' end, case when s.relkind = 'f' then 'FOREIGN' end,
        'TABLE', s.name, '(' || coalesce(l.list, '') || ')',
        'INHERITS (' || p.names || ')',
        'PARTITION BY ' || pg_catalog.pg_get_partkeydef(s.oid),
        'USING ' || pg_catalog.quote_ident(am.amname),
        'WITH (' || (
            select pg_catalog.string_agg(
                o.prefix || pg_catalog.quote_ident(o.option_name)
                    || coalesce('=' || pg_catalog.quote_literal(o.option_value), ''), ', '
                order by o.prefix, o.option_name collate "C"
            )
            from (
                select '' as prefix, w.option_name, w.option_value
                from pg_catalog.pg_options_to_table(s.reloptions) as w
                union all
                select 'toast.', w.option_name, w.option_value
                from pg_catalog.pg_class as toast, pg_catalog.pg_options_to_table(toast.reloptions) as w
                where toast.oid = nullif(s.reltoastrelid, 0)
            ) as o
        ) || ')',
        'TABLESPACE ' || pg_catalog.quote_ident(sp.spcname),
        'SERVER ' || pg_catalog.quote_ident(fs.srvname),
        'OPTIONS (' || (
            select pg_catalog.string_agg(
                pg_catalog.quote_ident(o.option_name) || ' ' || pg_catalog.quote_literal(o.option_value), ', '
                order by o.option_name collate "C"
            )
            from pg_catalog.pg_options_to_table(ft.ftoptions) as o
        ) || ')'
    ) as statement,
    '' as trouble
from subject as s
left join columns as l on l.oid = s.oid
left join parents as p on p.oid = s.oid
left join pg_catalog.pg_am as am on am.oid = s.relam
left join pg_catalog.pg_tablespace as sp on sp.oid = s.reltablespace
left join pg_catalog.pg_foreign_table as ft on ft.ftrelid = s.oid
left join pg_catalog.pg_foreign_server as fs on fs.oid = ft.ftserver
order by s.name collate "C"
