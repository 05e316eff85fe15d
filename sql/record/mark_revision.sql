update opskit.revision
set state = %(state)s
where revision = %(revision)s
