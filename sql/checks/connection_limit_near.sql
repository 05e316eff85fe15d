-- title: Roles and databases near their own connection limit
-- dimension: configuration
-- severity: warning
-- since: 14
-- param: warn_pct = 75
-- source: as for the server's own limit (connection_saturation): 75 percent
-- param: critical_pct = 90
-- source: as for the server's own limit (connection_saturation): 90 percent
-- param: min_limit = 10
-- source: a limit of a few is meant to be reached: it lets one job run at a time
-- remedy: {statement}
-- why: at its limit the application is refused although the server has connections to spare
with sessions as (
    -- whose session it is and in which database is shown to every login; only its kind may be hidden
    select a.usesysid, a.datid
    from pg_catalog.pg_stat_activity as a
    where a.datid is not null
        and a.usesysid is not null
        and coalesce(a.backend_type, 'client backend') = 'client backend'
), roles as (
    select s.usesysid, pg_catalog.count(*) as taken from sessions as s group by s.usesysid
), databases as (
    select s.datid, pg_catalog.count(*) as taken from sessions as s group by s.datid
), limited as (
    -- a limit does not hold superusers
    select 'role ' || pg_catalog.quote_ident(r.rolname) as object, r.rolconnlimit as most, t.taken
    from pg_catalog.pg_roles as r
    join roles as t on t.usesysid = r.oid
    where r.rolconnlimit >= %(min_limit)s::integer and r.rolconnlimit > 0 and not r.rolsuper
    union all
    select 'database ' || pg_catalog.quote_ident(d.datname), d.datconnlimit, t.taken
    from pg_catalog.pg_database as d
    join databases as t on t.datid = d.oid
    where d.datconnlimit >= %(min_limit)s::integer and d.datconnlimit > 0
)
select
    l.object,
    l.taken::text || ' of ' || l.most::text || ' connections are taken' as message,
    case when p.pct >= %(critical_pct)s::numeric then 'critical' else 'warning' end as severity,
    l.taken,
    l.most as usable,
    pg_catalog.round(p.pct, 1) as taken_pct,
    'close idle sessions, or alter ' || l.object || ' connection limit <more than ' || l.most::text || '>' as statement
from limited as l
cross join lateral (select 100.0 * l.taken / l.most as pct) as p
where p.pct >= %(warn_pct)s::numeric
order by object
