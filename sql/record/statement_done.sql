insert into opskit.statement (revision, ordinal, part, summary, sql, undo, irreversible, loss, state, run, started_at,
  finished_at)
values (%(revision)s, %(ordinal)s, %(part)s, %(summary)s, %(sql)s, %(undo)s::text[], %(irreversible)s, %(loss)s, 'done',
  %(run)s, pg_catalog.clock_timestamp() - %(seconds)s * interval '1 second', pg_catalog.clock_timestamp())
on conflict (revision, ordinal, part) do update
set summary = excluded.summary, sql = excluded.sql, undo = excluded.undo, irreversible = excluded.irreversible,
  loss = excluded.loss, state = 'done', run = excluded.run, started_at = excluded.started_at,
  finished_at = excluded.finished_at
