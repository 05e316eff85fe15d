-- fact: the revisions this database has seen, oldest first
select r.revision, r.slug, r.checksum, r.down_sql, r.state, r.run, r.fingerprint_before,
  r.opened_at, r.closed_at, r.applied_by, r.opskit
from opskit.revision as r
order by r.position
