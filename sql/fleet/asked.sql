-- fact: whether the session still lives that asks in the name of a run
-- param: high, low: integer, as of ask
select exists (
    select from pg_catalog.pg_locks as l
    join pg_catalog.pg_database as d on d.oid = l.database
    where
        l.locktype = 'advisory' and l.granted and l.objsubid = 2
        and d.datname = pg_catalog.current_database()
        and l.classid = %(high)s::integer::oid and l.objid = %(low)s::integer::oid
) as asked
