-- title: Lines of pg_hba.conf that ask for no proof, or a weak one
-- dimension: configuration
-- severity: warning
-- since: 14
-- needs: view pg_hba_file_rules
-- needs: function pg_hba_file_rules
-- remedy: in {places} use {wanted} in place of {method}; then select pg_catalog.pg_reload_conf()
-- why: whoever reaches the port becomes any user of the line, a superuser too, or reads the password on its way
with rules as (
    select
        r.type, r.auth_method, r.line_number, r.options,
        pg_catalog.concat_ws(
            ' ', r.type, pg_catalog.btrim(r.database::text, '{}'), pg_catalog.btrim(r.user_name::text, '{}'),
            r.address, r.netmask, r.auth_method
        ) as line,
        pg_catalog.regexp_replace(
            coalesce(pg_catalog.to_jsonb(r) ->> 'file_name', 'pg_hba.conf'), '^.*/', ''
        ) as file,
        -- what never leaves the machine
        r.type = 'local' or r.address in ('localhost', 'samehost')
            or r.address = '::1' or (r.address ~ '^127[.]' and r.netmask ~ '^255[.]') as inside
    from pg_catalog.pg_hba_file_rules as r
    where r.error is null
        and r.auth_method in ('trust', 'password', 'ident', 'md5')
), judged as (
    select
        r.line, r.auth_method, r.type, r.file, r.line_number,
        case
            when r.auth_method = 'trust' and not r.inside then 'critical'
            when r.auth_method = 'trust' then 'warning'
            when r.auth_method = 'password' and not r.inside and r.type <> 'hostssl' then 'critical'
            when r.auth_method = 'ident' and not r.inside then 'warning'
            else 'info'
        end as severity,
        case r.auth_method
            when 'trust' then 'no password is asked for'
            when 'password' then 'the password is sent as it is'
            when 'ident' then 'the client''s machine says who it is'
            else 'logins with an MD5 hash are let in with it'
        end as flaw
    from rules as r
    where not (
            -- a socket that only the server's own account may open: it owns the data anyway
            r.auth_method = 'trust' and r.type = 'local'
            and pg_catalog.current_setting('unix_socket_permissions') ~ '00$'
        )
        -- ident on a socket means peer
        and not (r.auth_method = 'ident' and r.type = 'local')
        -- the certificate is the proof
        and not (r.auth_method = 'trust' and coalesce(r.options::text, '') ~ 'clientcert=verify')
)
select
    j.line as object,
    j.flaw || ', line ' || pg_catalog.string_agg(j.line_number::text, ', ' order by j.file, j.line_number) as message,
    j.severity,
    j.auth_method as method,
    pg_catalog.string_agg(j.file || ':' || j.line_number::text, ', ' order by j.file, j.line_number) as places,
    case when j.type = 'local' and j.auth_method = 'trust' then 'peer' else 'scram-sha-256' end as wanted
from judged as j
group by j.line, j.flaw, j.severity, j.auth_method, j.type
order by object
