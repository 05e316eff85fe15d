-- title: Logins that may sit idle inside a transaction for ever
-- dimension: configuration
-- severity: warning
-- since: 14
-- remedy: alter role {object} set idle_in_transaction_session_timeout = '60s'
-- why: a client that hangs between two statements keeps its locks and stops VACUUM for as long as it lives
with tables as (
    -- who was granted something on a user table, or owns one
    select distinct g.grantee
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    cross join lateral pg_catalog.aclexplode(
        coalesce(c.relacl, pg_catalog.acldefault('r', c.relowner))
    ) as g
    where c.relkind in ('r', 'p', 'v', 'm', 'f')
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
), logins as (
    select r.oid, r.rolname, r.rolsuper
    from pg_catalog.pg_roles as r
    where r.rolcanlogin
        and pg_catalog.has_database_privilege(r.oid, pg_catalog.current_database(), 'connect')
        and exists (
            select from tables as t
            where t.grantee = 0
                or pg_catalog.pg_has_role(r.oid, t.grantee, 'member')
                or pg_catalog.pg_has_role(r.oid, 'pg_write_all_data', 'member')
        )
), judged as (
    -- superusers are people and maintenance, unless nobody else can be the application
    select l.oid, l.rolname from logins as l
    where not l.rolsuper or not exists (select from logins as o where not o.rolsuper)
), configured as (
    select
        s.setdatabase, s.setrole, pg_catalog.split_part(u.item, '=', 2) as value,
        case
            when s.setrole <> 0 and s.setdatabase <> 0 then 'role in database'
            when s.setrole <> 0 then 'role'
            when s.setdatabase <> 0 then 'database'
            else 'all roles'
        end as level
    from pg_catalog.pg_db_role_setting as s
    cross join lateral pg_catalog.unnest(s.setconfig) as u (item)
    where pg_catalog.starts_with(u.item, 'idle_in_transaction_session_timeout=')
        and s.setdatabase in (
            0, (select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database())
        )
), server as (
    -- the session's own setting hides the server's where this login has one, or was started with one
    select
        s.reset_val as value,
        s.source not in ('client', 'user', 'database user') as known
    from pg_catalog.pg_settings as s
    where s.name = 'idle_in_transaction_session_timeout'
), effective as (
    select
        j.rolname,
        coalesce(c.value, s.value) as value,
        coalesce(c.level, 'server') as level,
        c.level is not null or s.known as known
    from judged as j
    cross join server as s
    left join lateral (
        select c.value, c.level from configured as c
        where c.setrole in (0, j.oid)
        order by c.setrole <> 0 desc, c.setdatabase <> 0 desc
        limit 1
    ) as c on true
)
select
    pg_catalog.quote_ident(e.rolname) as object,
    case when e.known
        then 'idle_in_transaction_session_timeout is 0, set by: ' || e.level
        else 'the server''s idle_in_transaction_session_timeout is hidden by this login''s own: '
            || 'look with a login that has none'
    end as message,
    e.known as seen,
    e.level
from effective as e
where not e.known or e.value ~ '^[ 0.]*[a-z]*$'
order by object
