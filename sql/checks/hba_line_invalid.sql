-- title: Lines of pg_hba.conf that the server cannot read
-- dimension: configuration
-- severity: warning
-- since: 14
-- needs: view pg_hba_file_rules
-- needs: function pg_hba_file_rules
-- remedy: correct {object}, then select pg_catalog.pg_reload_conf()
-- why: no change to the file takes effect any more, and after its next stop the server does not start
select
    pg_catalog.regexp_replace(
        coalesce(pg_catalog.to_jsonb(r) ->> 'file_name', 'pg_hba.conf'), '^.*/', ''
    ) || ':' || r.line_number::text as object,
    pg_catalog.string_agg(r.error, ', ' order by r.error) as message,
    -- a line that was read but can match nobody (hostssl while ssl is off) hinders neither a reload nor a start
    case when pg_catalog.bool_or(r.type is null) then 'critical' else 'info' end as severity
from pg_catalog.pg_hba_file_rules as r
where r.error is not null
group by object
order by object
