-- title: What an interrupted REINDEX CONCURRENTLY left behind
-- dimension: indexes
-- severity: warning
-- since: 14
-- remedy: drop index concurrently {object}
-- why: it is as large as an index, most writes keep it up to date, and no query can read it
with builds as (
    select p.relid, p.index_relid
    from pg_catalog.pg_stat_progress_create_index as p
    where p.datname = pg_catalog.current_database()
), leftovers as (
    -- REINDEX CONCURRENTLY names the copy it builds _ccnew, and the one it has replaced _ccold, with a number where
    -- that name is taken. A TOAST table's index may be left over too, and may be dropped as it is invalid.
    select
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(x.relname) as object,
        pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname) as table_name,
        x.relname ~ '_ccold[0-9]*$' as replaced,
        i.indisready,
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
        and x.relname ~ '_cc(new|old)[0-9]*$'
        and n.nspname !~ '^pg_(catalog|temp|toast_temp)'
        and n.nspname not in ('information_schema', 'opskit')
)
select
    l.object,
    case
        when l.building then 'on ' || l.table_name || ', but a rebuild may be at work: ask the primary later'
        when l.replaced then 'the index that a rebuild on ' || l.table_name || ' has replaced, '
            || pg_catalog.pg_size_pretty(l.size_bytes)
        else 'the unfinished copy of an index on ' || l.table_name || ', ' || pg_catalog.pg_size_pretty(l.size_bytes)
    end as message,
    not l.building as seen,
    l.table_name,
    l.size_bytes,
    l.indisready as written_to
from leftovers as l
order by object
