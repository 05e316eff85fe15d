-- fact: whether this server leads, and on which history
-- timeline: on a primary of the WAL it writes, which a promotion moves at once; on a standby of its last restart point.
select
    (select c.system_identifier::text from pg_catalog.pg_control_system() as c) as system_identifier,
    pg_catalog.pg_is_in_recovery() as in_recovery,
    case
        when pg_catalog.pg_is_in_recovery() then (select c.timeline_id from pg_catalog.pg_control_checkpoint() as c)
        else ('x' || pg_catalog.left(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 8))::bit(32)::integer
    end as timeline
