-- title: A server without the latest corrections
-- dimension: configuration
-- severity: warning
-- since: 14
-- param: grace_days = 30
-- source: a minor release is installed in the next window; that comes at least once a month
-- param: stale_days = 180
-- source: minor releases come at least every three months: a list that is older has missed one
-- param: as_of = today
-- source: the day to judge for, as yyyy-mm-dd: what will be out of support when the next window comes
-- remedy: {statement}
-- why: holes that are public and defects that lose data stay open although they are mended
with releases (major, minor, released) as (
    -- https://www.postgresql.org/support/versioning/ as of 2026-08-28; there was no 18.5
    values
        (14, 20, date '2025-11-13'), (15, 15, '2025-11-13'), (16, 11, '2025-11-13'), (17, 7, '2025-11-13'),
        (18, 1, '2025-11-13'),
        (14, 21, '2026-02-12'), (15, 16, '2026-02-12'), (16, 12, '2026-02-12'), (17, 8, '2026-02-12'),
        (18, 2, '2026-02-12'),
        (14, 22, '2026-02-26'), (15, 17, '2026-02-26'), (16, 13, '2026-02-26'), (17, 9, '2026-02-26'),
        (18, 3, '2026-02-26'),
        (14, 23, '2026-05-14'), (15, 18, '2026-05-14'), (16, 14, '2026-05-14'), (17, 10, '2026-05-14'),
        (18, 4, '2026-05-14'),
        (14, 24, '2026-08-13'), (15, 19, '2026-08-13'), (16, 15, '2026-08-13'), (17, 11, '2026-08-13'),
        (18, 6, '2026-08-13')
), support (major, ends) as (
    values
        (14, date '2026-11-12'), (15, '2027-11-11'), (16, '2028-11-09'), (17, '2029-11-08'), (18, '2030-11-14')
), server as (
    select
        v.number / 10000 as major, mod(v.number, 10000) as minor,
        coalesce(nullif(%(as_of)s::text, 'today')::date, current_date) as today
    from (select pg_catalog.current_setting('server_version_num')::integer as number) as v
), newest as (
    -- a newer minor that has been out for longer than the grace
    select distinct on (s.major) r.minor, r.released
    from server as s
    join releases as r on r.major = s.major and r.minor > s.minor and r.released <= s.today - %(grace_days)s::integer
    order by s.major, r.minor desc
), judged as (
    select
        s.*, n.minor as newest, n.released, e.ends,
        e.ends < s.today as ended,
        (select pg_catalog.max(r.released) from releases as r) as known_until,
        s.major::text || '.' || s.minor::text as version
    from server as s
    left join newest as n on true
    left join support as e on e.major = s.major
)
select
    'server_version' as object,
    pg_catalog.concat_ws(
        ', ', 'it is ' || j.version,
        case when j.ended then 'PostgreSQL ' || j.major::text || ' has had no corrections since ' || j.ends::text end,
        j.major::text || '.' || j.newest::text || ' has been out since ' || j.released::text
    ) as message,
    case when j.ended then 'critical' else 'warning' end as severity,
    true as seen,
    j.version,
    j.ends::text as supported_until,
    case when j.ended then 'upgrade to a supported major version (pg_upgrade or logical replication)'
        else 'install ' || j.major::text || '.' || j.newest::text || ' and restart the server'
    end as statement
from judged as j
where j.ended or j.newest is not null
union all
select
    'server_version',
    'opskit knows the releases up to ' || j.known_until::text || ' only: look at postgresql.org/support/versioning'
        || ', install a newer opskit',
    null, false, null, null, null
from judged as j
where (not j.ended and j.newest is null and j.known_until < j.today - %(stale_days)s::integer)
    or j.ends is null
order by object
