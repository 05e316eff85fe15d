-- fact: the databases that a rehearsal has made and not dropped, and in which nobody is
-- param: prefix: what their names begin with
-- param: mark: the comment they have
select d.datname::text as name
from pg_catalog.pg_database as d
where
    pg_catalog.starts_with(d.datname, %(prefix)s)
    and pg_catalog.shobj_description(d.oid, 'pg_database') = %(mark)s
    and pg_catalog.pg_has_role(d.datdba, 'USAGE')
    and not exists (select from pg_catalog.pg_stat_activity as a where a.datid = d.oid and a.backend_type = 'client backend')
order by d.datname collate "C"
