-- title: Logins whose password is stored as MD5
-- dimension: configuration
-- severity: warning
-- since: 14
-- remedy: with password_encryption = 'scram-sha-256', set the password of {object} anew (psql: \password {object})
-- why: the hash itself is enough to log in, whoever reads a backup has it, and MD5 is on its way out of PostgreSQL
select
    pg_catalog.quote_ident(a.rolname) as object,
    'its password is stored as MD5'
        || case when a.rolsuper then ', and it is a superuser' else '' end as message,
    a.rolsuper as superuser,
    a.rolvaliduntil::text as valid_until
-- shown to superusers only, and rightly so: no grant should open it to a login that monitors
from pg_catalog.pg_authid as a
where a.rolcanlogin
    and pg_catalog.starts_with(a.rolpassword, 'md5')
order by object
