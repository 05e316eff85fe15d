-- title: Subscriptions that do not move
-- dimension: scalability
-- severity: critical
-- since: 14
-- remedy: {statement}
-- why: this database falls behind what it copies, and the publisher keeps WAL for it until its disk is full
with tables as (
    select r.srsubid, pg_catalog.count(*) as waiting
    from pg_catalog.pg_subscription_rel as r
    where r.srsubstate <> 'r'
    group by r.srsubid
), workers as (
    -- the worker that applies; those that copy a table have its relid
    select s.subid, s.pid from pg_catalog.pg_stat_subscription as s where s.relid is null and s.pid is not null
), judged as (
    select
        s.subname, s.subenabled, coalesce(t.waiting, 0) as waiting, null::bigint as errors
    from pg_catalog.pg_subscription as s
    left join tables as t on t.srsubid = s.oid
    where s.subdbid = (
            select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()
        )
        and (not s.subenabled or not exists (select from workers as w where w.subid = s.oid))
        -- on a standby no worker runs, and none should
        and not pg_catalog.pg_is_in_recovery()
)
select
    pg_catalog.quote_ident(j.subname) as object,
    pg_catalog.concat_ws(
        ', ',
        case when j.subenabled then 'enabled, but no worker applies its changes' else 'disabled' end,
        case when j.errors > 0 then j.errors::text || ' errors since its counters began' end,
        case when j.waiting > 0 then j.waiting::text || ' tables not copied yet' end
    ) as message,
    case when j.subenabled then 'critical' else 'warning' end as severity,
    j.errors,
    j.waiting as tables_not_ready,
    case when j.subenabled
        then 'look into the log for the error; free workers: max_logical_replication_workers'
        else 'alter subscription ' || pg_catalog.quote_ident(j.subname) || ' enable, or drop it'
    end as statement
from judged as j
order by object
