-- title: Logins whose DDL may wait for its lock for ever
-- dimension: configuration
-- severity: warning
-- since: 14
-- remedy: alter role {object} set lock_timeout = '5s'
-- why: behind an ALTER TABLE that waits, every query on the table waits too: the application stands still
with owners as (
    select distinct c.relowner
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'm')
        and c.relpersistence <> 't'
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
), logins as (
    -- who may run DDL on a table: its owner, and every member of that role
    select r.oid, r.rolname, r.rolsuper
    from pg_catalog.pg_roles as r
    where r.rolcanlogin
        and pg_catalog.has_database_privilege(r.oid, pg_catalog.current_database(), 'connect')
        and exists (select from owners as o where pg_catalog.pg_has_role(r.oid, o.relowner, 'member'))
), judged as (
    -- superusers are members of every role; they count where nobody else can be the one who migrates
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
    where pg_catalog.starts_with(u.item, 'lock_timeout=')
        and s.setdatabase in (
            0, (select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database())
        )
), server as (
    -- the session's own setting hides the server's where this login has one, or was started with one
    select
        s.reset_val as value,
        s.source <> 'client' and not exists (
            select from configured as c
            join pg_catalog.pg_roles as r on r.oid = c.setrole
            where r.rolname = session_user
        ) as known
    from pg_catalog.pg_settings as s
    where s.name = 'lock_timeout'
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
        then 'lock_timeout is 0, set by: ' || e.level
        else 'the server''s lock_timeout is hidden by this login''s own: '
            || 'look with a login that has none'
    end as message,
    e.known as seen,
    e.level
from effective as e
where not e.known or e.value ~ '^[ 0.]*[a-z]*$'
order by object
