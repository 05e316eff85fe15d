-- title: Connections from other machines without TLS
-- dimension: configuration
-- severity: critical
-- since: 14
-- param: published_as = none
-- source: an address under which clients reach this server although it listens on loopback only (port forwarding)
-- remedy: alter system set ssl = on, with ssl_cert_file and ssl_key_file in place; select pg_catalog.pg_reload_conf()
-- why: passwords and data cross the network in the clear
with addresses as (
    select pg_catalog.btrim(u.address) as address
    from pg_catalog.unnest(
        pg_catalog.string_to_array(
            pg_catalog.concat_ws(
                ',', pg_catalog.current_setting('listen_addresses'), nullif(%(published_as)s::text, 'none')
            ),
            ','
        )
    ) as u (address)
)
select
    'ssl' as object,
    'ssl is off, but the server can be reached at ' || pg_catalog.string_agg(distinct a.address, ', ') as message,
    pg_catalog.string_agg(distinct a.address, ', ') as addresses
from addresses as a
where pg_catalog.current_setting('ssl') = 'off'
    and a.address <> 'localhost'
    and a.address !~ '^127[.]'
    and a.address not in ('', '::1')
having pg_catalog.count(*) > 0
order by object
