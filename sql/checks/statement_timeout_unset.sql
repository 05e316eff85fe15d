-- title: Logins whose statements may run for ever
-- dimension: configuration
-- severity: warning
-- since: 14
-- remedy: alter role {object} set statement_timeout = '30s'
-- why: one runaway statement holds a connection, its locks and the vacuum horizon until somebody notices
-- with: application_login
-- with: login_timeout
select
    pg_catalog.quote_ident(l.rolname) as object,
    case when t.known
        then t.name || ' is 0, set by: ' || t.level
        else 'the server''s ' || t.name || ' is hidden by this login''s own: look with a login that has none'
    end as message,
    t.known as seen,
    t.level
from application_login as l
join login_timeout as t on t.login = l.oid and t.name = 'statement_timeout'
where (t.is_off or not t.known)
order by object
