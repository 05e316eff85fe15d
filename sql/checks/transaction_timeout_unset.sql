-- title: Logins whose transactions may last for ever
-- dimension: configuration
-- severity: info
-- since: 17
-- remedy: alter role {object} set transaction_timeout = '5min', unless it builds indexes or loads data
-- why: statement by statement within its limits, a transaction can still hold the vacuum horizon for days
-- with: application_login
-- with: login_timeout
-- superusers are maintenance: the limit would end their vacuums and index builds
select
    pg_catalog.quote_ident(l.rolname) as object,
    case when t.known
        then t.name || ' is 0, set by: ' || t.level
        else 'the server''s ' || t.name || ' is hidden by this login''s own: look with a login that has none'
    end as message,
    t.known as seen,
    t.level
from application_login as l
join login_timeout as t on t.login = l.oid and t.name = 'transaction_timeout'
where not l.rolsuper and (t.is_off or not t.known)
order by object
