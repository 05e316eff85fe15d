-- the timeouts that each login starts a session here with, and where they are set; known is false where the session's own
-- setting hides the server's: this login has one, or was started with one
select
    r.oid as login,
    s.name,
    coalesce(c.value, s.reset_val) as value,
    coalesce(c.level, 'server') as level,
    c.level is not null or (s.source not in ('client', 'user', 'database user') and not exists (
        -- opskit sets two of them for itself after the start, which hides where the session had them from
        select from pg_catalog.pg_db_role_setting as o
        join pg_catalog.pg_roles as u on u.oid = o.setrole and u.rolname = session_user
        cross join lateral pg_catalog.unnest(o.setconfig) as i (item)
        where pg_catalog.split_part(i.item, '=', 1) = s.name
    )) as known,
    coalesce(c.value, s.reset_val) ~ '^[ 0.]*[a-z]*$' as is_off
from pg_catalog.pg_roles as r
join pg_catalog.pg_settings as s
    on s.name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')
left join lateral (
    select
        pg_catalog.split_part(u.item, '=', 2) as value,
        case
            when d.setrole <> 0 and d.setdatabase <> 0 then 'role in database'
            when d.setrole <> 0 then 'role'
            when d.setdatabase <> 0 then 'database'
            else 'all roles'
        end as level
    from pg_catalog.pg_db_role_setting as d
    cross join lateral pg_catalog.unnest(d.setconfig) as u (item)
    where pg_catalog.split_part(u.item, '=', 1) = s.name
        and d.setrole in (0, r.oid)
        and d.setdatabase in (
            0, (select b.oid from pg_catalog.pg_database as b where b.datname = pg_catalog.current_database())
        )
    order by d.setrole <> 0 desc, d.setdatabase <> 0 desc
    limit 1
) as c on true
where r.rolcanlogin
