-- title: Versions of TLS that are broken are still accepted
-- dimension: configuration
-- severity: warning
-- since: 14
-- remedy: alter system set {object} = 'TLSv1.2'; select pg_catalog.pg_reload_conf()
-- why: TLS 1.0 and 1.1 were withdrawn (RFC 8996): whoever sits in between can read and change what passes
select
    s.name as object,
    s.name || ' is ' || coalesce(nullif(s.reset_val, ''), 'empty: any version')
        || case when e.ssl then '' else ', which counts as soon as ssl is on' end as message,
    case when e.ssl then 'warning' else 'info' end as severity,
    true as seen,
    s.source
from pg_catalog.pg_settings as s
cross join (select pg_catalog.current_setting('ssl') = 'on' as ssl) as e
where s.name = 'ssl_min_protocol_version'
    and s.reset_val in ('', 'TLSv1', 'TLSv1.1')
union all
select
    'ssl_min_protocol_version',
    'this login cannot see it: grant pg_read_all_settings to ' || pg_catalog.quote_ident(session_user),
    null, false, null
where not exists (select from pg_catalog.pg_settings as s where s.name = 'ssl_min_protocol_version')
order by object
