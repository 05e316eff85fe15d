-- title: Sessions that fill the disk with temporary files
-- dimension: queries
-- severity: warning
-- since: 14
-- needs: role pg_monitor
-- param: min_bytes = 1073741824
-- source: 1 GiB, 256 times the default work_mem: no sort or join of an application is meant to be that large
-- param: critical_bytes = 10737418240
-- source: 10 GiB: a few sessions of that kind fill the disk of most servers
-- remedy: {statement}
-- why: when the disk is full every statement that needs room fails, those of other sessions too, and so may the server
with files as (
    -- All databases share the disk. What parallel workers share (sharedfileset) is in folders that nobody can list.
    select
        pg_catalog."substring"(f.name, '^pgsql_tmp([0-9]+)[.]')::integer as pid,
        f.size
    from pg_catalog.pg_tablespace as t
    cross join lateral pg_catalog.pg_ls_tmpdir(t.oid) as f
    where t.spcname <> 'pg_global'
), owned as (
    select
        f.pid, f.size, a.datname, a.pid is not null as alive,
        case when a.pid is null then 'files of sessions that are gone'
            else pg_catalog.quote_ident(coalesce(a.usename, 'role ' || a.usesysid::text)) end as object
    from files as f
    left join pg_catalog.pg_stat_activity as a on a.pid = f.pid
)
select
    o.object,
    pg_catalog.count(*)::text || ' temporary files of ' || pg_catalog.pg_size_pretty(pg_catalog.sum(o.size))
        || coalesce(' in ' || pg_catalog.string_agg(distinct pg_catalog.quote_ident(o.datname), ', '), '') as message,
    case when pg_catalog.sum(o.size) >= %(critical_bytes)s::numeric then 'critical' else 'warning' end as severity,
    pg_catalog.sum(o.size) as bytes,
    pg_catalog.count(*) as files,
    pg_catalog.string_agg(distinct o.pid::text, ', ') as pids,
    case when pg_catalog.bool_or(o.alive)
        then 'select pg_catalog.pg_cancel_backend(pid) for ' || pg_catalog.string_agg(distinct o.pid::text, ', ')
            || '; then alter role ' || o.object || ' set temp_file_limit, as a superuser'
        else 'a restart of the server removes them'
    end as statement
from owned as o
group by o.object
having pg_catalog.sum(o.size) >= %(min_bytes)s::numeric
order by object
