update opskit.statement
set state = %(state)s, finished_at = pg_catalog.clock_timestamp()
where revision = %(revision)s and ordinal = %(ordinal)s and part = %(part)s
