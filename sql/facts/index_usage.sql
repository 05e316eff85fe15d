-- fact: how every user index was used since the counters began, what it is for, and what it is made of
-- Read it with search_path = pg_catalog: the definitions qualify only what the search path does not show.
-- It waits behind an ACCESS EXCLUSIVE lock on such a table: read it with a lock_timeout.
-- stats_since: a crash empties the counters without touching pg_stat_database.stats_reset, but it moves the reset time
-- of all shared counters at once, so the oldest of those is when the server last lost its counters.
-- An index of a partitioned table has the sums of its leaves; its partitions are listed too, with their parent.
with
server as materialized (
    select greatest(d.stats_reset, least(b.stats_reset, a.stats_reset, w.stats_reset)) as stats_since
    from pg_catalog.pg_stat_database as d
    cross join pg_catalog.pg_stat_bgwriter as b
    cross join pg_catalog.pg_stat_archiver as a
    cross join pg_catalog.pg_stat_wal as w
    where d.datname = pg_catalog.current_database()
),
user_index as materialized (
    select
        i.*, c.relname, c.relkind, c.relam, n.nspname, t.relkind as table_kind, t.relreplident,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as qualified_name,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(t.relname) as table_name
    from pg_catalog.pg_index as i
    join pg_catalog.pg_class as c on c.oid = i.indexrelid
    join pg_catalog.pg_class as t on t.oid = i.indrelid
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where n.nspname not in ('information_schema', 'opskit') and not pg_catalog.starts_with(n.nspname, 'pg_')
),
leaf as (
    select u.indexrelid as root, u.indexrelid as relid from user_index as u where u.relkind = 'i'
    union all
    select u.indexrelid, l.relid
    from user_index as u
    cross join lateral pg_catalog.pg_partition_tree(u.indexrelid) as l
    where u.relkind = 'I' and l.isleaf
),
usage as (
    select
        l.root,
        pg_catalog.sum(s.idx_scan)::bigint as scans,
        pg_catalog.max((pg_catalog.to_jsonb(s) ->> 'last_idx_scan')::timestamptz) as last_scan,
        pg_catalog.sum(pg_catalog.pg_relation_size(l.relid))::bigint as size_bytes,
        (
            pg_catalog.sum(pg_catalog.pg_relation_size(s.relid)) / pg_catalog.current_setting('block_size')::bigint
        )::bigint as pages
    from leaf as l
    join pg_catalog.pg_stat_all_indexes as s on s.indexrelid = l.relid
    group by l.root
),
key_part as (
    select
        u.indexrelid,
        pg_catalog.array_agg(
            pg_catalog.concat_ws(' ',
                e.text,
                f.opfname,
                pg_catalog.format_type(o.opcintype, null),
                'collate ' || nullif(u.indcollation[p.nr], 0::oid)::regcollation,
                a.attoptions::text
            ) order by p.nr
        ) as keys,
        pg_catalog.array_agg(e.text order by p.nr) as columns,
        pg_catalog.array_agg(
            case u.indoption[p.nr] & 1 when 1 then 'desc' else 'asc' end
                || case u.indoption[p.nr] & 2 when 2 then ' nulls first' else ' nulls last' end order by p.nr
        ) as directions
    from user_index as u
    cross join lateral pg_catalog.generate_series(0, u.indnkeyatts - 1) as p (nr)
    cross join lateral pg_catalog.pg_get_indexdef(u.indexrelid, p.nr + 1, false) as e (text)
    join pg_catalog.pg_opclass as o on o.oid = u.indclass[p.nr]
    join pg_catalog.pg_opfamily as f on f.oid = o.opcfamily
    left join pg_catalog.pg_attribute as a on a.attrelid = u.indexrelid and a.attnum = p.nr + 1
    group by u.indexrelid
),
foreign_key as materialized (
    select k.conrelid, k.confrelid, k.conindid, k.conkey, k.conname, pg_catalog.cardinality(k.conkey) as width
    from pg_catalog.pg_constraint as k
    where k.contype = 'f' and k.conparentid = 0
),
served as (
    select u.indexrelid, pg_catalog.string_agg(pg_catalog.quote_ident(k.conname), ', ' order by k.conname) as names
    from user_index as u
    join foreign_key as k on k.conrelid = u.indrelid and k.width <= u.indnkeyatts
    where u.indisvalid and u.indpred is null and k.conkey <@ (u.indkey::int2[])[0:k.width - 1]
    group by u.indexrelid
),
referenced as (
    select k.conindid, pg_catalog.string_agg(pg_catalog.quote_ident(k.conname), ', ' order by k.conname) as names
    from foreign_key as k
    group by k.conindid
)
select
    u.relname::text as name,
    u.nspname::text as schema,
    u.qualified_name,
    u.table_name,
    pg_catalog.pg_get_indexdef(u.indexrelid) as definition,
    coalesce(g.scans, 0) as scans,
    g.last_scan,
    server.stats_since,
    coalesce(g.size_bytes, 0) as size_bytes,
    coalesce(g.pages, 0) as table_pages,
    u.indisunique as is_unique,
    u.indisprimary as is_primary,
    u.indisvalid and u.indisready and u.indislive as is_valid,
    nullif(pg_catalog.concat_ws(', ',
        case
            when u.indisprimary then 'primary key'
            when c.contype = 'u' then 'unique constraint'
            when c.contype = 'x' then 'exclusion constraint'
            when u.indisunique then 'unique index'
        end,
        'target of foreign key ' || r.names,
        case when u.indisreplident and u.relreplident = 'i' then 'replica identity' end,
        'part of extension ' || e.extname
    ), '') as enforces,
    u.indisclustered as is_clustered,
    c.conname::text as constraint_name,
    served.names as serves_foreign_keys,
    u.relkind = 'I' as is_partitioned,
    parent.qualified_name as parent,
    am.amname::text as method,
    k.columns,
    k.keys,
    k.directions,
    array(
        select a.attname::text
        from pg_catalog.generate_series(u.indnkeyatts, u.indnatts - 1) as p (nr)
        join pg_catalog.pg_attribute as a on a.attrelid = u.indrelid and a.attnum = u.indkey[p.nr]
        order by p.nr
    ) as include,
    pg_catalog.pg_get_expr(u.indpred, u.indrelid) as predicate,
    coalesce((pg_catalog.to_jsonb(u) ->> 'indnullsnotdistinct')::boolean, false) as nulls_not_distinct,
    am.amname || ' (' || (
        select pg_catalog.string_agg(pg_catalog.concat_ws(' ', x.key, x.direction), ', ' order by x.nr)
        -- Several arrays at once: grammar of the bare word, no function of pg_catalog.
        from unnest(k.keys, k.directions) with ordinality as x (key, direction, nr)
    ) || ')' as semantic_key
from user_index as u
cross join server
join key_part as k on k.indexrelid = u.indexrelid
join pg_catalog.pg_am as am on am.oid = u.relam
left join usage as g on g.root = u.indexrelid
left join pg_catalog.pg_constraint as c on c.conindid = u.indexrelid and c.contype in ('p', 'u', 'x')
left join served on served.indexrelid = u.indexrelid
left join referenced as r on r.conindid = u.indexrelid
left join pg_catalog.pg_inherits as h on h.inhrelid = u.indexrelid
left join user_index as parent on parent.indexrelid = h.inhparent
left join pg_catalog.pg_depend as d
    on d.classid = 'pg_catalog.pg_class'::regclass and d.objid = u.indrelid and d.objsubid = 0 and d.deptype = 'e'
left join pg_catalog.pg_extension as e on e.oid = d.refobjid
order by u.nspname collate "C", u.relname collate "C"
