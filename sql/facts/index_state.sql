-- fact: what has become of the named indexes, and of the indexes behind the named constraints
-- param: names: text[] of index names, each as name or schema.name, plain or quoted
-- param: constraints: text[] of constraint names, each as name or schema.name, plain or quoted
-- Read it with search_path = pg_catalog: the definitions qualify only what the search path does not show.
-- It waits behind an ACCESS EXCLUSIVE lock on such a table: read it with a lock_timeout.
-- building_pid is null for a login that may not see other sessions' progress (pg_read_all_stats).
with
wanted as materialized (
    select i.*, c.relname, c.relkind, n.nspname
    from pg_catalog.pg_index as i
    join pg_catalog.pg_class as c on c.oid = i.indexrelid
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    left join pg_catalog.pg_constraint as k on k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x')
    where
        n.nspname not in ('information_schema', 'opskit')
        and not pg_catalog.starts_with(n.nspname, 'pg_')
        and (
            c.relname = any (%(names)s::text[])
            or n.nspname || '.' || c.relname = any (%(names)s::text[])
            or pg_catalog.quote_ident(c.relname) = any (%(names)s::text[])
            or pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) = any (%(names)s::text[])
            or k.conname = any (%(constraints)s::text[])
            or n.nspname || '.' || k.conname = any (%(constraints)s::text[])
            or pg_catalog.quote_ident(k.conname) = any (%(constraints)s::text[])
            or pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(k.conname)
                = any (%(constraints)s::text[])
        )
),
key_part as (
    select
        w.indexrelid,
        pg_catalog.array_agg(
            pg_catalog.concat_ws(' ',
                e.text,
                f.opfname,
                pg_catalog.format_type(o.opcintype, null),
                'collate ' || nullif(w.indcollation[p.nr], 0::oid)::regcollation,
                a.attoptions::text
            ) order by p.nr
        ) as keys,
        pg_catalog.array_agg(
            case w.indoption[p.nr] & 1 when 1 then 'desc' else 'asc' end
                || case w.indoption[p.nr] & 2 when 2 then ' nulls first' else ' nulls last' end order by p.nr
        ) as directions
    from wanted as w
    cross join lateral pg_catalog.generate_series(0, w.indnkeyatts - 1) as p (nr)
    cross join lateral pg_catalog.pg_get_indexdef(w.indexrelid, p.nr + 1, false) as e (text)
    join pg_catalog.pg_opclass as o on o.oid = w.indclass[p.nr]
    join pg_catalog.pg_opfamily as f on f.oid = o.opcfamily
    left join pg_catalog.pg_attribute as a on a.attrelid = w.indexrelid and a.attnum = p.nr + 1
    group by w.indexrelid
)
select
    w.relname::text as name,
    w.nspname::text as schema,
    pg_catalog.quote_ident(w.nspname) || '.' || pg_catalog.quote_ident(w.relname) as qualified_name,
    pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname) as table_name,
    pg_catalog.pg_get_indexdef(w.indexrelid) as definition,
    am.amname::text as method,
    k.keys,
    k.directions,
    array(
        select a.attname::text
        from pg_catalog.generate_series(w.indnkeyatts, w.indnatts - 1) as p (nr)
        join pg_catalog.pg_attribute as a on a.attrelid = w.indrelid and a.attnum = w.indkey[p.nr]
        order by p.nr
    ) as include,
    pg_catalog.pg_get_expr(w.indpred, w.indrelid) as predicate,
    coalesce((pg_catalog.to_jsonb(w) ->> 'indnullsnotdistinct')::boolean, false) as nulls_not_distinct,
    w.indisunique as is_unique,
    w.indisprimary as is_primary,
    w.indisvalid as is_valid,
    w.indisready as is_ready,
    w.indislive as is_live,
    c.conname::text as constraint_name,
    pg_catalog.pg_get_constraintdef(c.oid) as constraint_definition,
    w.relkind = 'I' as is_partitioned,
    (
        select pg_catalog.quote_ident(pn.nspname) || '.' || pg_catalog.quote_ident(p.relname)
        from pg_catalog.pg_inherits as h
        join pg_catalog.pg_class as p on p.oid = h.inhparent
        join pg_catalog.pg_namespace as pn on pn.oid = p.relnamespace
        where h.inhrelid = w.indexrelid
    ) as parent,
    case w.relkind
        when 'i' then pg_catalog.pg_relation_size(w.indexrelid)
        else coalesce((
            select pg_catalog.sum(pg_catalog.pg_relation_size(l.relid))::bigint
            from pg_catalog.pg_partition_tree(w.indexrelid) as l where l.isleaf
        ), 0)
    end as size_bytes,
    (
        select pg_catalog.min(b.pid)
        from pg_catalog.pg_stat_progress_create_index as b
        where b.datid = (select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database())
            and b.index_relid = w.indexrelid
    ) as building_pid
from wanted as w
join key_part as k on k.indexrelid = w.indexrelid
join pg_catalog.pg_class as i on i.oid = w.indexrelid
join pg_catalog.pg_am as am on am.oid = i.relam
join pg_catalog.pg_class as t on t.oid = w.indrelid
join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
left join pg_catalog.pg_constraint as c on c.conindid = w.indexrelid and c.contype in ('p', 'u', 'x')
order by w.nspname collate "C", w.relname collate "C"
