-- title: Tables whose updates mostly write to every index
-- dimension: indexes
-- severity: warning
-- since: 14
-- param: min_hot_pct = 50
-- source: dasha: critical below 50 percent; Supabase health score: below 30
-- param: min_updates = 100000
-- source: below that nobody feels the difference
-- param: min_days = 1
-- source: the counters have seen each hour of a day once
-- remedy: {statement}
-- why: an update that is no HOT update adds an entry to every index of the table, all of which vacuum has to clean
-- with: counters_window
with recursive members (relid, root) as (
    -- Partitions are told once, as the table they belong to.
    select c.oid, c.oid from pg_catalog.pg_class as c where c.relkind in ('r', 'p') and not c.relispartition
    union all
    select h.inhrelid, m.root
    from members as m
    join pg_catalog.pg_inherits as h on h.inhparent = m.relid
    join pg_catalog.pg_class as c on c.oid = h.inhrelid and c.relispartition
), server as (
    select extract(epoch from pg_catalog.clock_timestamp() - w.began)::numeric / 86400 as days
    from counters_window as w
), updated as (
    -- An update is HOT when its page has room and no indexed column changes. PostgreSQL 16 and later count those that
    -- had to go to another page; the rest of what is not HOT changed an indexed column.
    select
        m.root,
        pg_catalog.sum(s.n_tup_upd) as updates,
        pg_catalog.sum(s.n_tup_hot_upd) as hot,
        pg_catalog.sum((pg_catalog.to_jsonb(s) ->> 'n_tup_newpage_upd')::bigint) as new_page,
        pg_catalog.min(coalesce(o.fillfactor, 100)) as fillfactor,
        pg_catalog.string_agg(
            'alter table ' || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname)
                || ' set (fillfactor = ' || greatest(coalesce(o.fillfactor, 100) - 10, 50)::text || ')',
            '; ' order by n.nspname, c.relname
        ) as make_room
    from members as m
    join pg_catalog.pg_stat_all_tables as s on s.relid = m.relid and s.n_tup_upd > 0
    join pg_catalog.pg_class as c on c.oid = m.relid and c.relkind = 'r' and c.relhasindex
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    cross join lateral (
        select pg_catalog.max(r.option_value)::integer as fillfactor
        from pg_catalog.pg_options_to_table(c.reloptions) as r
        where r.option_name = 'fillfactor'
    ) as o
    group by m.root
), judged as (
    select
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as object,
        u.*,
        100 * u.hot / u.updates as hot_pct,
        100 * u.new_page / nullif(u.updates - u.hot, 0) as new_page_pct
    from updated as u
    join pg_catalog.pg_class as c on c.oid = u.root
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where u.updates >= %(min_updates)s::bigint
        and 100 * u.hot < %(min_hot_pct)s::numeric * u.updates
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
)
select
    j.object,
    pg_catalog.round(j.hot_pct, 1)::text || ' percent of ' || j.updates::text || ' updates were HOT'
        || coalesce(
            '; ' || pg_catalog.round(j.new_page_pct)::text || ' percent of the others found no room in their page', ''
        ) as message,
    true as seen,
    j.updates,
    pg_catalog.round(j.hot_pct, 1) as hot_pct,
    pg_catalog.round(j.new_page_pct, 1) as of_others_no_room_pct,
    j.fillfactor,
    pg_catalog.round(v.days, 1) as counted_days,
    case
        when j.new_page_pct < 50 then 'drop the indexes of ' || j.object || ' on columns that its updates change'
            || ' (opskit check index_unused)'
        else j.make_room || case when j.new_page_pct is null
            then '; if that does not help, drop indexes on columns that its updates change' else '' end
    end as statement
from judged as j
cross join server as v
where v.days >= %(min_days)s::numeric
union all
select
    pg_catalog.quote_ident(pg_catalog.current_database()),
    case
        when pg_catalog.pg_is_in_recovery() then 'a standby does not count updates: ask the primary'
        when pg_catalog.current_setting('track_counts') = 'off' then 'track_counts is off: nothing counts updates'
        else pg_catalog.count(j.object)::text || ' tables have few HOT updates, but '
            || coalesce('the counters cover ' || pg_catalog.round(v.days, 2)::text || ' days only',
                'since when it is counted cannot be told')
    end,
    false, null, null, null, null, null, null
from server as v
left join judged as j on true
group by v.days
having pg_catalog.pg_is_in_recovery()
    or pg_catalog.current_setting('track_counts') = 'off'
    or (pg_catalog.count(j.object) > 0 and coalesce(v.days < %(min_days)s::numeric, true))
order by object
