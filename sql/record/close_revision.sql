with ended as (
  -- What a run that was cut short has finished: by now the catalog has been read, and nothing is left to do.
  update opskit.statement
  set state = 'done', finished_at = pg_catalog.clock_timestamp()
  where revision = %(revision)s and state = 'intent'
)
update opskit.revision
set state = 'applied', run = %(run)s, closed_at = pg_catalog.clock_timestamp(), objects_after = %(objects)s::jsonb
where revision = %(revision)s
