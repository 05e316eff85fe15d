-- title: Unlogged tables
-- dimension: integrity
-- severity: warning
-- since: 14
-- remedy: {statement}; it writes the whole table to the WAL under an exclusive lock
-- why: after a crash they are empty, on a standby they cannot be read, and no backup of files holds their rows
with locked as (
    -- the size of a relation that somebody holds, or awaits, exclusively could not be read without waiting
    select distinct l.relation
    from pg_catalog.pg_locks as l
    where l.mode = 'AccessExclusiveLock'
        and l.relation is not null
        and l.database = (select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database())
)
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as object,
    'unlogged' || case when u.partitions > 0 then ' (partitions: ' || u.partitions::text || ')' else '' end
        || ': a crash empties it' || coalesce(' of ' || pg_catalog.pg_size_pretty(u.bytes), '') as message,
    -- one that is empty has nothing to lose yet
    case when u.bytes = 0 then 'info' else 'warning' end as severity,
    u.bytes as size_bytes,
    u.statement
from (
    -- partitions are told once, at the top
    select
        coalesce(p.root, t.oid) as oid,
        pg_catalog.count(p.root) as partitions,
        pg_catalog.sum(case when l.relation is null then pg_catalog.pg_relation_size(t.oid) end) as bytes,
        pg_catalog.string_agg(
            'alter table ' || pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname)
                || ' set logged',
            '; ' order by tn.nspname, t.relname
        ) as statement
    from pg_catalog.pg_class as t
    join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
    left join locked as l on l.relation = t.oid
    cross join lateral (
        select case when t.relispartition then pg_catalog.pg_partition_root(t.oid)::oid end as root
    ) as p
    where t.relkind = 'r'
        and t.relpersistence = 'u'
        and not exists (
            select from pg_catalog.pg_depend as d
            where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = t.oid and d.deptype = 'e'
        )
    group by coalesce(p.root, t.oid)
) as u
join pg_catalog.pg_class as c on c.oid = u.oid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where n.nspname !~ '^pg_'
    and n.nspname not in ('information_schema', 'opskit')
order by object
