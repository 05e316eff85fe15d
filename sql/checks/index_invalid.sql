-- title: Indexes left invalid by a failed concurrent build
-- dimension: indexes
-- severity: critical
-- since: 14
-- remedy: {statement}
-- why: an invalid index costs every write and answers no read; a unique one guarantees nothing
with builds as (
    -- Indexes of TOAST tables are judged too. What a rebuild left is told by index_rebuild_leftover, an index that
    -- partitions lack by index_partition_missing.
    select p.relid, p.index_relid
    from pg_catalog.pg_stat_progress_create_index as p
    where p.datname = pg_catalog.current_database()
), invalid as (
    select
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(x.relname) as object,
        pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname) as table_name,
        -- dropped, it would take something along: then it is built again in its place
        x.relispartition or exists (
            select from pg_catalog.pg_constraint as k where k.conindid = x.oid
        ) as needed,
        pg_catalog.pg_relation_size(x.oid) as size_bytes,
        -- another login's build is hidden from a login without pg_read_all_stats, the primary's from a standby
        pg_catalog.pg_is_in_recovery()
            or exists (select from builds as b where b.relid = t.oid or b.relid is null) as building
    from pg_catalog.pg_index as i
    join pg_catalog.pg_class as x on x.oid = i.indexrelid and x.relkind = 'i'
    join pg_catalog.pg_namespace as n on n.oid = x.relnamespace
    join pg_catalog.pg_class as t on t.oid = i.indrelid
    join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
    where not (i.indisvalid and i.indisready and i.indislive)
        and x.relname !~ '_cc(new|old)[0-9]*$'
        and n.nspname !~ '^pg_(catalog|temp|toast_temp)'
        and n.nspname not in ('information_schema', 'opskit')
        and not exists (select from builds as b where b.index_relid = x.oid)
)
select
    v.object,
    case
        when v.building
            then 'invalid on ' || v.table_name || ', but it may be under construction: ask the primary later'
        else 'invalid index on ' || v.table_name
    end as message,
    not v.building as seen,
    v.table_name,
    v.size_bytes,
    case when v.needed then 'reindex index concurrently ' else 'drop index concurrently ' end || v.object as statement
from invalid as v
order by object
