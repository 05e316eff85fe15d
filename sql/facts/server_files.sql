-- fact: where the files of the server lie, the data directory first, and whose machine that is
-- path is null for a login that may not see it (pg_read_all_settings). local: by a socket of this machine. beside: the
-- server sees the connection come from its own machine, which is the one at the end of an SSH tunnel.
select
    f.place,
    f.path,
    pg_catalog.inet_server_addr() is null as local,
    pg_catalog.inet_server_addr() is not distinct from pg_catalog.inet_client_addr() as beside
from (
    select 1 as ordinal, 'data directory' as place, d.path
    from (
        select
            case
                when pg_catalog.pg_has_role('pg_read_all_settings', 'usage')
                    then pg_catalog.current_setting('data_directory', true)
            end as path
    ) as d
    union all
    select
        2,
        'WAL',
        case
            when pg_catalog.pg_has_role('pg_read_all_settings', 'usage')
                then pg_catalog.current_setting('data_directory', true) || '/pg_wal'
        end
    union all
    select 3, 'tablespace ' || t.spcname, pg_catalog.pg_tablespace_location(t.oid)
    from pg_catalog.pg_tablespace as t
    where pg_catalog.pg_tablespace_location(t.oid) <> ''
) as f
order by f.ordinal, f.place
