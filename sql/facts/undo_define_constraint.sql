-- fact: constraints of tables and domains
-- param: oids: oid[] of constraints
-- param: relations: oid[] of relations that are made again, and are empty
-- param: heirs: oid[] of the tables made with INHERITS, which brings the constraints they have from their parents
-- A foreign key whose referenced rows are gone comes back NOT VALID: it holds for new rows.
with subject as (
    select
        k.*, c.relkind,
        coalesce(
            'ALTER ' || case when c.relkind = 'f' then 'FOREIGN ' else '' end || 'TABLE '
                || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname),
            'ALTER DOMAIN ' || pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.typname)
        ) as altered,
        pg_catalog.pg_get_constraintdef(k.oid) as definition,
        k.contype = 'f' and k.confrelid = any (%(relations)s::pg_catalog.oid[])
            and not k.conrelid = any (%(relations)s::pg_catalog.oid[]) as emptied
    from pg_catalog.pg_constraint as k
    left join pg_catalog.pg_class as c on c.oid = k.conrelid
    left join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    left join pg_catalog.pg_type as t on t.oid = k.contypid
    left join pg_catalog.pg_namespace as tn on tn.oid = t.typnamespace
    where
        k.oid = any (%(oids)s::pg_catalog.oid[])
        and case k.contype
            when 't' then false
            when 'n' then not k.convalidated and k.contypid = 0
            when 'f' then k.conparentid = 0
            when 'c' then
                k.conislocal or c.relispartition and c.oid = any (%(relations)s::pg_catalog.oid[])
                or not c.oid = any (%(heirs)s::pg_catalog.oid[]) and c.oid = any (%(relations)s::pg_catalog.oid[])
            else k.conparentid = 0 or c.oid = any (%(relations)s::pg_catalog.oid[])
        end
)
select
    s.oid::pg_catalog.int8 as oid, 0 as sub,
    case s.contype when 'f' then 45 when 'n' then 15 else 0 end as place,
    pg_catalog.concat_ws(' ',
        s.altered, 'ADD CONSTRAINT', pg_catalog.quote_ident(s.conname), s.definition,
        case when s.emptied and s.convalidated then 'NOT VALID' end
    ) as statement,
    case
        when s.emptied and s.relkind = 'p' and pg_catalog.current_setting('server_version_num')::pg_catalog.int4 < 180000
            then 'the rows that ' || s.conname || ' of a partitioned table refers to are gone, and it cannot come back'
                || ' NOT VALID: bring the rows back from a backup, then add it'
        else ''
    end as trouble
from subject as s
order by s.altered collate "C", s.conname collate "C"
