-- title: Tables partitioned by time whose next partition is missing
-- dimension: schema
-- severity: warning
-- since: 14
-- param: periods_ahead = 1
-- source: check_postgres partman_premake: at least one partition beyond the current one
-- param: max_days = 30
-- source: a judgement: yearly partitions need not be there a year ahead, a month is time enough
-- param: rest_periods = 3
-- source: a judgement: nobody misses inserts for three periods, so the table is at rest
-- remedy: {statement}
-- why: after the last bound every insert fails, or piles up in the DEFAULT partition and blocks the next one there
with recursive keyed as (
    select
        p.partrelid, p.partdefid, p.partnatts, a.atttypid, c.relname, c.relispartition,
        pg_catalog.quote_ident(n.nspname) as schema_name
    from pg_catalog.pg_partitioned_table as p
    join pg_catalog.pg_class as c on c.oid = p.partrelid
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    join pg_catalog.pg_attribute as a on a.attrelid = p.partrelid and a.attnum = p.partattrs[0]
    where p.partstrat = 'r'
        and a.atttypid in ('date'::regtype, 'timestamp'::regtype, 'timestamptz'::regtype)
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
), above (relid, ancestor) as (
    select i.inhrelid, i.inhparent
    from pg_catalog.pg_inherits as i
    join keyed as k on k.partrelid = i.inhrelid and k.relispartition
    union
    select a.relid, i.inhparent
    from above as a
    join pg_catalog.pg_inherits as i on i.inhrelid = a.ancestor
), bounds as (
    -- MINVALUE and MAXVALUE stand without quotes, and so stay null. A bound names no column: given a relation all the
    -- same, pg_get_expr would wait for whoever holds it.
    select
        i.inhparent,
        pg_catalog.substring(e.bound, '^FOR VALUES FROM \(''([^'']+)''')::timestamptz as lower,
        pg_catalog.substring(e.bound, ' TO \(''([^'']+)''')::timestamptz as upper,
        pg_catalog.strpos(e.bound, ' TO (MAXVALUE') > 0 as endless
    from keyed as k
    join pg_catalog.pg_inherits as i on i.inhparent = k.partrelid
    join pg_catalog.pg_class as c on c.oid = i.inhrelid and c.oid <> k.partdefid
    cross join lateral (select pg_catalog.pg_get_expr(c.relpartbound, 0) as bound) as e
), latest as (
    select distinct on (k.partrelid)
        k.*,
        k.schema_name || '.' || pg_catalog.quote_ident(k.relname) as object,
        b.lower, b.upper, b.inhparent is null as bare,
        case when pg_catalog.isfinite(b.upper) and pg_catalog.isfinite(b.lower) then b.upper - b.lower end as period,
        case when pg_catalog.isfinite(b.upper) then b.upper - pg_catalog.now() end as ahead
    from keyed as k
    left join bounds as b on b.inhparent = k.partrelid
    -- below a level of time the bounds end where those of the level end
    where not exists (select from above as a join keyed as u on u.partrelid = a.ancestor where a.relid = k.partrelid)
    order by k.partrelid, b.endless desc, b.upper desc
), judged as (
    select
        l.*,
        case l.atttypid
            when 'date'::regtype then l.upper::date::text
            when 'timestamp'::regtype then l.upper::timestamp::text
            else l.upper::text
        end as next_lower,
        -- age counts in months and days, which a partition's period is meant in
        case l.atttypid
            when 'date'::regtype then (l.upper + pg_catalog.age(l.upper, l.lower))::date::text
            when 'timestamp'::regtype then (l.upper + pg_catalog.age(l.upper, l.lower))::timestamp::text
            else (l.upper + pg_catalog.age(l.upper, l.lower))::text
        end as next_upper,
        l.schema_name || '.' || pg_catalog.quote_ident(
            pg_catalog.left(l.relname::text, 40)
            || pg_catalog.to_char(l.upper, case when l.period < '1 day' then '_YYYYMMDD_HH24MI' else '_YYYYMMDD' end)
        ) as next_name,
        pg_catalog.repeat(', minvalue', l.partnatts - 1) as rest
    from latest as l
    where l.ahead < least(
            coalesce(l.period, '30 days') * %(periods_ahead)s::float8,
            pg_catalog.make_interval(days => %(max_days)s::integer)
        )
        or (l.bare and l.partdefid = 0)
)
select
    j.object,
    case
        when j.bare then 'has no partition: every insert fails'
        when j.ahead > '0'::interval then 'its last partition ends at ' || j.next_lower || ', in '
            || pg_catalog.round((extract(epoch from j.ahead) / 86400)::numeric, 1)::text || ' days'
        else 'its last partition ended at ' || j.next_lower || ', '
            || pg_catalog.round((extract(epoch from - j.ahead) / 86400)::numeric, 1)::text || ' days ago'
    end as message,
    case
        when j.bare or j.ahead < - %(rest_periods)s::float8 * coalesce(j.period, '30 days') then 'info'
        when j.ahead <= '0'::interval and j.partdefid = 0 then 'critical'
        else 'warning'
    end as severity,
    j.upper::text as last_upper_bound,
    pg_catalog.round((extract(epoch from j.ahead) / 86400)::numeric, 2) as days_ahead,
    j.partdefid <> 0 as has_default,
    coalesce(
        'create table ' || j.next_name || ' (like ' || j.object || ' including defaults including constraints); '
            || 'alter table ' || j.object || ' attach partition ' || j.next_name || ' for values from ('
            || pg_catalog.quote_literal(j.next_lower) || j.rest || ') to (' || pg_catalog.quote_literal(j.next_upper)
            || j.rest || '); and so on, well ahead of now',
        'create a partition of ' || j.object || ' for now and the ones to come'
    ) as statement
from judged as j
order by object
