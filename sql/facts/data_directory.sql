-- fact: where the data of the server lies, and whether that is on the client's machine
-- data_directory is null for a login that may not see it (pg_read_all_settings).
select
    case
        when pg_catalog.pg_has_role('pg_read_all_settings', 'usage')
            then pg_catalog.current_setting('data_directory', true)
    end as data_directory,
    pg_catalog.inet_server_addr() is null as local
