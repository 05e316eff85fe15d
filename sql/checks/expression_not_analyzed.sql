-- title: Expressions in indexes or statistics that were never analyzed
-- dimension: indexes
-- severity: warning
-- since: 14
-- param: min_rows = 1000
-- source: below that many rows whichever plan is chosen does not matter
-- remedy: analyze {table_name}
-- why: an index on an expression has no statistics until the next ANALYZE, so the planner guesses and passes it over
with recursive members (relid, root) as (
    -- The partitions of an index count as one with it.
    select x.oid, x.oid from pg_catalog.pg_class as x where x.relkind in ('i', 'I') and not x.relispartition
    union all
    select h.inhrelid, m.root
    from members as m
    join pg_catalog.pg_inherits as h on h.inhparent = m.relid
), expressions as (
    -- A partial index that no row belongs to has no statistics, nor has a column whose statistics target is 0.
    select
        m.root, n.nspname, x.relname, a.attname,
        pg_catalog.has_column_privilege(x.oid, a.attnum, 'select') as readable
    from members as m
    join pg_catalog.pg_index as i on i.indexrelid = m.relid
    join pg_catalog.pg_class as x on x.oid = i.indexrelid and x.relkind = 'i' and x.reltuples > 0
    join pg_catalog.pg_namespace as n on n.oid = x.relnamespace
    join pg_catalog.pg_class as t on t.oid = i.indrelid
    join pg_catalog.pg_attribute as a on a.attrelid = x.oid and i.indkey[a.attnum - 1] = 0
    where i.indexprs is not null and i.indisvalid
        and t.reltuples >= %(min_rows)s::float8
        and coalesce(a.attstattarget, -1) <> 0
), unanalyzed as (
    select
        e.root as oid, 'pg_catalog.pg_class'::regclass as class, x.relnamespace, x.relname as name, i.indrelid,
        'index with an expression' as kind,
        -- all of its partitions have to be seen for a pass, one without statistics is enough for a finding
        pg_catalog.bool_or(e.readable and s.attname is null) as readable
    from expressions as e
    join pg_catalog.pg_class as x on x.oid = e.root
    join pg_catalog.pg_index as i on i.indexrelid = e.root
    left join pg_catalog.pg_stats as s
        on s.schemaname = e.nspname and s.tablename = e.relname and s.attname = e.attname
    group by e.root, x.relnamespace, x.relname, i.indrelid
    having pg_catalog.bool_or(not e.readable or s.attname is null)
    union all
    -- Extended statistics are for the owner of their table. PostgreSQL 14 shows them before they are computed, and a
    -- part of them that found nothing stays empty; that of the distinct values never does.
    select
        s.oid, 'pg_catalog.pg_statistic_ext'::regclass, s.stxnamespace, s.stxname, s.stxrelid, 'extended statistics',
        v.readable
    from pg_catalog.pg_statistic_ext as s
    join pg_catalog.pg_class as t on t.oid = s.stxrelid and t.reltuples >= %(min_rows)s::float8
    join pg_catalog.pg_namespace as n on n.oid = s.stxnamespace
    left join pg_catalog.pg_stats_ext as e on e.statistics_schemaname = n.nspname and e.statistics_name = s.stxname
    cross join lateral (
        select pg_catalog.pg_has_role(t.relowner, 'usage') and not pg_catalog.row_security_active(t.oid) as readable
    ) as v
    where coalesce(s.stxstattarget, -1) <> 0
        and (
            not v.readable
            or e.statistics_name is null
            or (
                'd' = any (s.stxkind) and e.n_distinct is null
                and pg_catalog.current_setting('server_version_num')::integer < 150000
            )
        )
), named as (
    select
        u.kind, u.readable, t.relowner,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(u.name) as object,
        pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname) as table_name
    from unanalyzed as u
    join pg_catalog.pg_namespace as n on n.oid = u.relnamespace
    join pg_catalog.pg_class as t on t.oid = u.indrelid
    join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
    where n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
        and not exists (
            select from pg_catalog.pg_depend as d
            where d.deptype = 'e' and (
                (d.classid = u.class and d.objid = u.oid)
                or (d.classid = 'pg_catalog.pg_class'::regclass and d.objid = t.oid)
            )
        )
)
select distinct
    m.object,
    m.kind || ' on ' || m.table_name || ', never analyzed' as message,
    true as seen,
    m.table_name,
    m.kind
from named as m
where m.readable
union all
select
    pg_catalog.quote_ident(pg_catalog.current_database()),
    'this login cannot see whether they were analyzed: ' || pg_catalog.count(*)::text || ' of kind ' || m.kind || '; '
        || case
            when m.kind <> 'extended statistics'
                then 'grant pg_read_all_data to ' || pg_catalog.quote_ident(current_user)
            -- nobody is made a superuser for that
            when pg_catalog.bool_or(r.rolsuper) then 'only the owner of their table sees it: ask again as '
                || pg_catalog.string_agg(distinct pg_catalog.quote_ident(r.rolname), ', ')
            else 'grant ' || pg_catalog.string_agg(distinct pg_catalog.quote_ident(r.rolname), ', ') || ' to '
                || pg_catalog.quote_ident(current_user)
        end,
    false, null, null
from named as m
join pg_catalog.pg_roles as r on r.oid = m.relowner
where not m.readable
group by m.kind
order by object, message
