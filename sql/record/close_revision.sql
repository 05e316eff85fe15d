update opskit.revision
set state = %(state)s, run = %(run)s, closed_at = pg_catalog.clock_timestamp()
where revision = %(revision)s
