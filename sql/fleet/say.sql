-- A worker's answer, of which whoever asked is told.
-- param: job: bigint; said: text
with said as (
    insert into opskit_fleet.outcome (job, said) values (%(job)s::bigint, %(said)s::text)
    on conflict (job) do update set said = excluded.said, at = excluded.at
    returning job
)
select pg_catalog.pg_notify('opskit_fleet', said.job::text) from said
