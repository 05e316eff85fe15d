create table opskit.statement (
  revision text not null references opskit.revision,
  ordinal integer not null,
  part integer not null,
  summary text not null,
  sql text not null,
  undo text[] not null,
  irreversible text not null,
  loss text not null,
  state text not null check (state in ('intent', 'done', 'undone')),
  run text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  primary key (revision, ordinal, part)
)
