-- title: Indexes of a partitioned table that some partition lacks
-- dimension: indexes
-- severity: warning
-- since: 14
-- remedy: {statement}
-- why: queries read those partitions whole, and a unique index that is not on all of them guarantees nothing
with builds as (
    select p.relid from pg_catalog.pg_stat_progress_create_index as p
    where p.datname = pg_catalog.current_database()
), incomplete as (
    -- An index made with ON ONLY is invalid until each partition has one of its own, attached to it. One whose
    -- partitions are partitioned themselves is told where the index is missing.
    select
        i.indexrelid, i.indrelid, i.indisunique, x.relname,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(x.relname) as object,
        pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname) as table_name,
        case k.contype when 'p' then 'primary key' when 'u' then 'unique' end as key_kind,
        -- what follows the table's name: access method, columns, predicate
        pg_catalog.substr(
            pg_catalog.pg_get_indexdef(x.oid),
            pg_catalog.length(
                case when i.indisunique then 'CREATE UNIQUE INDEX ' else 'CREATE INDEX ' end
                    || pg_catalog.quote_ident(x.relname) || ' ON ONLY '
                    || pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname)
            ) + 1
        ) as definition
    from pg_catalog.pg_index as i
    join pg_catalog.pg_class as x on x.oid = i.indexrelid and x.relkind = 'I'
    join pg_catalog.pg_namespace as n on n.oid = x.relnamespace
    join pg_catalog.pg_class as t on t.oid = i.indrelid
    join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
    left join pg_catalog.pg_constraint as k on k.conindid = i.indexrelid and k.contype in ('p', 'u')
    where not i.indisvalid
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
        and not exists (
            select from pg_catalog.pg_inherits as a
            join pg_catalog.pg_index as ai on ai.indexrelid = a.inhrelid
            where a.inhparent = i.indexrelid and not ai.indisvalid
        )
), lacking as (
    select
        i.indexrelid, p.oid, p.relkind,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(p.relname) as name,
        pg_catalog.quote_ident(n.nspname) as schema_name,
        pg_catalog.quote_ident(
            case when pg_catalog.octet_length(p.relname || '_' || i.relname) < 64 then p.relname || '_' || i.relname
                else 'index_' || i.indexrelid::text || '_of_' || p.oid::text end
        ) as new_index
    from incomplete as i
    join pg_catalog.pg_inherits as h on h.inhparent = i.indrelid
    join pg_catalog.pg_class as p on p.oid = h.inhrelid and p.relkind in ('r', 'p')
    join pg_catalog.pg_namespace as n on n.oid = p.relnamespace
    where not exists (
        select from pg_catalog.pg_inherits as a
        join pg_catalog.pg_index as ai on ai.indexrelid = a.inhrelid
        where a.inhparent = i.indexrelid and ai.indrelid = p.oid
    )
), told as (
    select
        i.object, i.table_name, i.indisunique,
        pg_catalog.count(l.oid) as partitions,
        pg_catalog.string_agg(l.name, ', ' order by l.name) as lacking,
        pg_catalog.bool_or(b.building) as building,
        pg_catalog.string_agg(
            case when i.indisunique then 'create unique index ' else 'create index ' end
                -- an index on a partitioned table cannot be built concurrently in one statement
                || case when l.relkind = 'r' then 'concurrently ' else '' end
                || l.new_index || ' on ' || l.name || i.definition || '; '
                || coalesce(
                    'alter table ' || l.name || ' add constraint ' || l.new_index || ' ' || i.key_kind
                        || ' using index ' || l.new_index || '; ', ''
                )
                || 'alter index ' || i.object || ' attach partition ' || l.schema_name || '.' || l.new_index,
            '; ' order by l.name
        ) as statement
    from incomplete as i
    left join lacking as l on l.indexrelid = i.indexrelid
    -- another login's build is hidden from a login without pg_read_all_stats, the primary's from a standby
    cross join lateral (
        select pg_catalog.pg_is_in_recovery()
            or exists (select from builds as b where b.relid = l.oid or b.relid is null) as building
    ) as b
    group by i.indexrelid, i.object, i.table_name, i.indisunique
)
select
    t.object,
    case
        when t.building then 'incomplete on ' || t.table_name || ', but it may be under construction: look again later'
        when t.partitions = 0 then 'invalid on ' || t.table_name || ', although every partition has it'
        else t.partitions::text || ' partitions of ' || t.table_name || ' lack it: ' || t.lacking
    end as message,
    not t.building as seen,
    t.table_name,
    t.indisunique as "unique",
    t.partitions as partitions_lacking,
    coalesce(t.statement, 'drop index ' || t.object || '; then build it again') as statement
from told as t
order by object
