-- fact: which parts of the ledger are in this database; append and refuse are the bodies of the functions
with role as (
    select r.rolname, r.oid from pg_catalog.pg_roles as r
    where r.rolname in ('opskit_ledger_reader', 'opskit_ledger_writer')
),
part as (
    select
        (select n.oid from pg_catalog.pg_namespace as n where n.nspname = 'opskit_ledger') as schema,
        pg_catalog.to_regclass('opskit_ledger.event')::oid as event,
        (
            select p.oid from pg_catalog.pg_proc as p
            where p.oid = pg_catalog.to_regprocedure('opskit_ledger.append(text, text)')
        ) as append,
        (
            select p.oid from pg_catalog.pg_proc as p
            where p.oid = pg_catalog.to_regprocedure('opskit_ledger.refuse()')
        ) as refuse
),
granted as (
    select n.oid as object, a.grantee, a.privilege_type
    from part, pg_catalog.pg_namespace as n, lateral pg_catalog.aclexplode(n.nspacl) as a
    where n.oid = part.schema
    union all
    select c.oid, a.grantee, a.privilege_type
    from part, pg_catalog.pg_class as c, lateral pg_catalog.aclexplode(c.relacl) as a
    where c.oid = part.event
    union all
    select p.oid, a.grantee, a.privilege_type
    from part, pg_catalog.pg_proc as p,
        lateral pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) as a
    where p.oid in (part.append, part.refuse)
)
select
    pg_catalog.current_setting('server_encoding') as encoding,
    exists (select from role where rolname = 'opskit_ledger_reader') as reader,
    exists (select from role where rolname = 'opskit_ledger_writer') as writer,
    part.schema is not null as schema,
    part.event is not null as event,
    pg_catalog.to_regclass('opskit_ledger.event_newest') is not null as newest,
    pg_catalog.to_regclass('opskit_ledger.event_kind') is not null as kind,
    pg_catalog.to_regclass('opskit_ledger.event_entry') is not null as entry,
    coalesce((select p.prosrc from pg_catalog.pg_proc as p where p.oid = part.refuse), '') as refuse,
    coalesce((select p.prosrc from pg_catalog.pg_proc as p where p.oid = part.append), '') as append,
    exists (
        select from pg_catalog.pg_trigger as t
        where t.tgrelid = part.event and t.tgname = 'append_only'
    ) as guarded,
    exists (
        select from pg_catalog.pg_trigger as t
        where t.tgrelid = part.event and t.tgname = 'append_only' and t.tgenabled = 'A'
    ) as always_guarded,
    exists (select from granted as g where g.object in (part.append, part.refuse) and g.grantee = 0) as open_to_all,
    2 = (
        select count(*) from granted as g join role as r on r.oid = g.grantee
        where g.object = part.schema and g.privilege_type = 'USAGE'
    ) as entered,
    2 = (
        select count(*) from granted as g join role as r on r.oid = g.grantee
        where g.object = part.event and g.privilege_type = 'SELECT'
    ) as readable,
    1 = (
        select count(*) from granted as g join role as r on r.oid = g.grantee
        where g.object = part.append and g.privilege_type = 'EXECUTE' and r.rolname = 'opskit_ledger_writer'
    ) as writable
from part
