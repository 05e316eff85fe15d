insert into opskit.revision (revision, slug, checksum, down_sql, state, run, fingerprint_before, objects_before, opskit)
values (%(revision)s, %(slug)s, %(checksum)s, %(down_sql)s, 'applying', %(run)s, %(fingerprint)s, %(objects)s::jsonb, %(opskit)s)
on conflict (revision) do update
set slug = excluded.slug, checksum = excluded.checksum, down_sql = excluded.down_sql, state = 'applying',
  run = excluded.run, opskit = excluded.opskit, applied_by = session_user,
  opened_at = pg_catalog.clock_timestamp(), closed_at = null, position = default,
  fingerprint_before = excluded.fingerprint_before, objects_before = excluded.objects_before, objects_after = null
where opskit.revision.state = 'undone'
