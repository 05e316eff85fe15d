-- What a worker says of a job: an opskit fleet_running.TargetDone, packed. Whoever asked takes it away.
create table opskit_fleet.outcome (
    job bigint primary key,
    said text not null,
    at timestamptz not null default pg_catalog.now()
)
