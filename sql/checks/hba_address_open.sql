-- title: Lines of pg_hba.conf for any user from anywhere
-- dimension: configuration
-- severity: info
-- since: 14
-- needs: view pg_hba_file_rules
-- needs: function pg_hba_file_rules
-- remedy: in {places} name the networks, databases and roles that need it; then select pg_catalog.pg_reload_conf()
-- why: only the password stands between the whole network and every login, those of superusers too
select
    pg_catalog.concat_ws(
        ' ', r.type, pg_catalog.btrim(r.database::text, '{}'), pg_catalog.btrim(r.user_name::text, '{}'),
        r.address, r.netmask, r.auth_method
    ) as object,
    'every address may try every login' as message,
    pg_catalog.string_agg(
        pg_catalog.regexp_replace(coalesce(pg_catalog.to_jsonb(r) ->> 'file_name', 'pg_hba.conf'), '^.*/', '')
            || ':' || r.line_number::text,
        ', ' order by r.line_number
    ) as places
from pg_catalog.pg_hba_file_rules as r
where r.error is null
    and r.type <> 'local'
    and (r.address = 'all' or r.netmask in ('0.0.0.0', '::'))
    and 'all' = any (r.user_name)
    and r.auth_method not in ('reject', 'cert')
    and coalesce(r.options::text, '') !~ 'clientcert=verify'
group by object
order by object
