create table opskit.revision (
  revision text primary key,
  slug text not null,
  checksum text not null,
  down_sql text not null,
  state text not null check (state in ('applying', 'applied', 'undoing', 'undone')),
  run text not null,
  fingerprint_before text not null,
  objects_before jsonb not null,
  objects_after jsonb,
  position bigint generated always as identity,
  opened_at timestamptz not null default pg_catalog.clock_timestamp(),
  closed_at timestamptz,
  applied_by text not null default session_user,
  opskit text not null
)
