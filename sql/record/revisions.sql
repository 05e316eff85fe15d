-- fact: the revisions this database has seen, oldest first
-- has_undo: at least one of its statements was done and not taken back, and is no maintenance that has no undo
select r.revision, r.slug, r.checksum, r.down_sql, r.state, r.run, r.fingerprint_before,
  r.opened_at, r.closed_at, r.applied_by, r.opskit,
  exists (
    select from opskit.statement as s
    where s.revision = r.revision and s.state in ('done', 'intent')
      and (pg_catalog.cardinality(s.undo) > 0 or s.irreversible <> '')
  ) as has_undo
from opskit.revision as r
order by r.position
