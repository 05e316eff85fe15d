update opskit.revision
set state = 'undone', run = %(run)s, closed_at = pg_catalog.clock_timestamp()
where revision = %(revision)s
