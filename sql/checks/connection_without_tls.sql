-- title: Clients on other machines that are connected without TLS
-- dimension: configuration
-- severity: warning
-- since: 14
-- needs: role pg_monitor
-- param: inside = socket, 127.0.0.0/8, ::1/128
-- source: what never leaves the machine: unix-domain sockets and loopback; add the networks of containers on it
-- remedy: hostssl in place of host for {object} in pg_hba.conf, sslmode=verify-full at its clients; pg_reload_conf()
-- why: whoever listens in between reads passwords and rows, and can put in statements of their own
with places as (
    select pg_catalog.btrim(u.item) as place
    from pg_catalog.unnest(pg_catalog.string_to_array(%(inside)s::text, ',')) as u (item)
), clients as (
    select
        a.usename, a.client_addr, a.application_name,
        case when a.client_addr is null then exists (select from places as p where p.place = 'socket')
            -- from the server's own address to itself
            else coalesce(a.client_addr = pg_catalog.inet_server_addr(), false) or exists (
                select from places as p where p.place <> 'socket' and a.client_addr <<= p.place::inet
            )
        end as inside,
        not exists (
            -- RFC 1918, 6598, 3927, 4193, 4291
            select from (
                values
                    ('10.0.0.0/8'::inet), ('172.16.0.0/12'), ('192.168.0.0/16'), ('100.64.0.0/10'),
                    ('169.254.0.0/16'), ('fc00::/7'), ('fe80::/10')
            ) as v (net)
            where a.client_addr <<= v.net
        ) and a.client_addr is not null as public
    from pg_catalog.pg_stat_activity as a
    join pg_catalog.pg_stat_ssl as s on s.pid = a.pid and not s.ssl
    left join pg_catalog.pg_stat_gssapi as g on g.pid = a.pid
    where a.backend_type in ('client backend', 'walsender')
        and not coalesce(g.encrypted, false)
        and a.pid <> pg_catalog.pg_backend_pid()
        and not pg_catalog.starts_with(a.application_name, 'opskit/')
)
select
    pg_catalog.quote_ident(c.usename) as object,
    'sessions in the clear: ' || pg_catalog.count(*)::text || ', from '
        || pg_catalog.string_agg(distinct coalesce(pg_catalog.host(c.client_addr), 'socket'), ', ') as message,
    case when pg_catalog.bool_or(c.public) then 'critical' else 'warning' end as severity,
    pg_catalog.count(*) as sessions,
    pg_catalog.string_agg(distinct c.application_name, ', ') as applications
from clients as c
where not c.inside
group by c.usename
order by object
