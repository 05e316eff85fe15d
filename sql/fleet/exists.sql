-- fact: which parts of the queue of a fleet are in this database; version is that of procrastinate, null where there is
-- no schema
select
    n.oid is not null as schema,
    pg_catalog.to_regclass('opskit_fleet.procrastinate_jobs') is not null as queue,
    pg_catalog.to_regclass('opskit_fleet.outcome') is not null as outcome,
    exists (
        select from pg_catalog.aclexplode(n.nspacl) as a join pg_catalog.pg_roles as r on r.oid = a.grantee
        where r.rolname = 'opskit_ledger_writer' and a.privilege_type = 'USAGE'
    ) as entered,
    exists (
        select from pg_catalog.pg_class as c, lateral pg_catalog.aclexplode(c.relacl) as a
        join pg_catalog.pg_roles as r on r.oid = a.grantee
        where
            c.oid = pg_catalog.to_regclass('opskit_fleet.outcome')::oid
            and r.rolname = 'opskit_ledger_writer' and a.privilege_type = 'INSERT'
    ) as writable,
    exists (
        select from pg_catalog.pg_class as c, lateral pg_catalog.aclexplode(c.relacl) as a
        join pg_catalog.pg_roles as r on r.oid = a.grantee
        where
            c.oid = pg_catalog.to_regclass('opskit_fleet.procrastinate_jobs_id_seq')::oid
            and r.rolname = 'opskit_ledger_writer' and a.privilege_type = 'USAGE'
    ) as numbered,
    pg_catalog.obj_description(n.oid, 'pg_namespace') as version
from (select 1) as one
left join pg_catalog.pg_namespace as n on n.nspname = 'opskit_fleet'
