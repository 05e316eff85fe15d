-- fact: what keeps VACUUM from removing rows that died, the oldest first
-- age_xids: transactions since. kind is session, prepared transaction, replication slot or standby. Of another login's
-- session no more than that it is there is shown to a login without pg_read_all_stats.
select h.kind, h.who, h.age_xids
from (
    select
        'session' as kind,
        'pid ' || a.pid::text || ', login ' || coalesce(a.usename::text, '?')
            || coalesce(', ' || nullif(a.state, ''), '') || coalesce(
                ' for ' || pg_catalog.date_trunc('second', pg_catalog.clock_timestamp() - a.xact_start)::text, ''
            ) as who,
        pg_catalog.age(coalesce(a.backend_xmin, a.backend_xid))::bigint as age_xids
    from pg_catalog.pg_stat_activity as a
    where a.pid <> pg_catalog.pg_backend_pid()
        and coalesce(a.backend_xmin, a.backend_xid) is not null
        and a.backend_type <> 'walsender'
        and (a.datid is null or a.datid = (
            select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()
        ))
    union all
    select 'prepared transaction', p.gid || ', of ' || p.owner::text, pg_catalog.age(p.transaction)::bigint
    from pg_catalog.pg_prepared_xacts as p
    where p.database = pg_catalog.current_database()
    union all
    select 'replication slot', s.slot_name::text, greatest(
        pg_catalog.age(s.xmin)::bigint, pg_catalog.age(s.catalog_xmin)::bigint
    )
    from pg_catalog.pg_replication_slots as s
    where s.xmin is not null or s.catalog_xmin is not null
    union all
    select 'standby', coalesce(nullif(r.application_name, ''), 'pid ' || r.pid::text),
        pg_catalog.age(r.backend_xmin)::bigint
    from pg_catalog.pg_stat_replication as r
    where r.backend_xmin is not null
) as h
order by h.age_xids desc, h.kind, h.who
limit 5
