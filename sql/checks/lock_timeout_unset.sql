-- title: Logins whose DDL may wait for its lock for ever
-- dimension: configuration
-- severity: warning
-- since: 14
-- remedy: alter role {object} set lock_timeout = '5s'
-- why: behind an ALTER TABLE that waits, every query on the table waits too: the application stands still
-- with: login_timeout
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
)
select
    pg_catalog.quote_ident(l.rolname) as object,
    case when t.known
        then t.name || ' is 0, set by: ' || t.level
        else 'the server''s ' || t.name || ' is hidden by this login''s own: look with a login that has none'
    end as message,
    t.known as seen,
    t.level
from logins as l
join login_timeout as t on t.login = l.oid and t.name = 'lock_timeout'
-- superusers are members of every role; they count where nobody else can be the one who migrates
where (not l.rolsuper or not exists (select from logins as o where not o.rolsuper))
    and (t.is_off or not t.known)
order by object
