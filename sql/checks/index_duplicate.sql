-- title: Indexes that repeat another index
-- dimension: indexes
-- severity: warning
-- since: 14
-- remedy: {statement}
-- why: every write keeps both up to date, and no query needs the second
with keyed as (
    -- Two indexes mean the same when table, access method, keys (with operator class, collation and direction),
    -- included columns, predicate and column options agree. What is named is the one nothing depends on. An index that
    -- belongs to a partitioned one is kept: its repetition is told at the parent, that by an index of its own here.
    select
        i.indexrelid, i.indrelid, i.indisunique, i.indimmediate, i.indisclustered,
        -- whether NULLs are equal makes no difference where there are none
        coalesce((pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false)
            and not coalesce((
                select pg_catalog.bool_and(a.attnotnull)
                from pg_catalog.pg_attribute as a
                where a.attrelid = i.indrelid and a.attnum = any ((i.indkey::int2[])[0:i.indnkeyatts - 1])
                having pg_catalog.count(*) = i.indnkeyatts
            ), false) as nulls_equal,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(x.relname) as object,
        pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname) as table_name,
        x.relkind,
        k.conname,
        -- what cannot simply be dropped, and why
        case
            when k.contype = 'p' then 'the primary key'
            when k.contype = 'x' then 'an exclusion constraint'
            when i.indisreplident then 'the replica identity'
            when f.conindid is not null then 'what a foreign key refers to'
            when x.relispartition then 'part of an index of the partitioned table'
        end as needed,
        row(
            x.relam,
            (
                select pg_catalog.array_agg(
                    row(
                        u.attnum,
                        case when u.attnum = 0
                            then pg_catalog.pg_get_indexdef(i.indexrelid, u.position::integer, false) end,
                        i.indclass[u.position - 1],
                        i.indcollation[u.position - 1],
                        -- an ordered index read backwards: all directions mirrored mean the same
                        case when (i.indoption[0] & 1) = 1 then i.indoption[u.position - 1] # 3
                            else i.indoption[u.position - 1] end
                    )::text order by u.position
                )
                from pg_catalog.unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) with ordinality as u (attnum, position)
            ),
            (
                select pg_catalog.array_agg(u.attnum order by u.attnum)
                from pg_catalog.unnest((i.indkey::int2[])[i.indnkeyatts:i.indnatts - 1]) as u (attnum)
            ),
            pg_catalog.pg_get_expr(i.indpred, i.indrelid),
            (
                select pg_catalog.string_agg(a.attnum::text || a.attoptions::text, ',' order by a.attnum)
                from pg_catalog.pg_attribute as a
                where a.attrelid = i.indexrelid and a.attoptions is not null
            )
        )::text as meaning
    from pg_catalog.pg_index as i
    join pg_catalog.pg_class as x on x.oid = i.indexrelid
    join pg_catalog.pg_namespace as n on n.oid = x.relnamespace
    join pg_catalog.pg_class as t on t.oid = i.indrelid
    join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
    left join pg_catalog.pg_constraint as k
        on k.conindid = i.indexrelid and k.conrelid = i.indrelid and k.contype in ('p', 'u', 'x')
    left join (
        select distinct f.conindid from pg_catalog.pg_constraint as f where f.contype = 'f'
    ) as f on f.conindid = i.indexrelid
    where i.indisvalid and i.indisready and i.indislive
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
        and not exists (
            select from pg_catalog.pg_depend as d
            where d.classid = 'pg_catalog.pg_class'::regclass and d.objid in (x.oid, t.oid) and d.deptype = 'e'
        )
), ranked as (
    select k.*, pg_catalog.row_number() over (
        partition by k.indrelid, k.meaning
        order by (k.needed is not null) desc, (k.conname is not null) desc, k.indisunique desc, k.indisclustered desc,
            k.object
    ) as place
    from keyed as k
)
select distinct on (d.object)
    d.object,
    'repeats ' || k.object || ' on ' || d.table_name || coalesce(
        ', which is ' || coalesce(k.needed, case when k.conname is not null then 'a unique constraint' end), ''
    ) as message,
    d.table_name,
    k.object as duplicate_of,
    pg_catalog.pg_relation_size(d.indexrelid) as size_bytes,
    case
        when d.conname is not null
            then 'alter table ' || d.table_name || ' drop constraint ' || pg_catalog.quote_ident(d.conname)
        when d.relkind = 'I' then 'drop index ' || d.object
        else 'drop index concurrently ' || d.object
    end as statement
from ranked as d
join ranked as k on k.indrelid = d.indrelid and k.meaning = d.meaning and k.place < d.place
where d.needed is null
    and (
        not d.indisunique
        or (k.indisunique and k.nulls_equal = d.nulls_equal and k.indimmediate = d.indimmediate)
    )
order by object, k.place
