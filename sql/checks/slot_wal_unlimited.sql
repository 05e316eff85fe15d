-- title: Replication slots may keep WAL without a limit
-- dimension: configuration
-- severity: info
-- since: 14
-- remedy: alter system set {object} = '<what the disk of pg_wal can spare>'; select pg_catalog.pg_reload_conf()
-- why: when the reader of a slot is gone for long enough, the disk is full and the primary stops
select
    s.name as object,
    s.name || ' is -1, and there are slots: '
        || pg_catalog.string_agg(pg_catalog.quote_ident(r.slot_name), ', ' order by r.slot_name) as message,
    pg_catalog.count(*) as slots
from pg_catalog.pg_settings as s
cross join pg_catalog.pg_replication_slots as r
where s.name = 'max_slot_wal_keep_size'
    and s.reset_val = '-1'
    and not r.temporary
group by s.name
order by object
