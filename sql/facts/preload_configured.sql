-- fact: what the configuration files say of shared_preload_libraries, whether or not the running server has it
-- A value that waits for a restart has an error here ("could not be applied"), so that errors say nothing.
select
    f.setting,
    f.sourcefile ~ 'postgresql\.auto\.conf$' as by_alter_system
from pg_catalog.pg_file_settings as f
where f.name = 'shared_preload_libraries'
order by f.seqno desc
limit 1
