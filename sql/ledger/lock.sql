select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('opskit_ledger.append', 0))
