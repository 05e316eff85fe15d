-- title: Large objects in the database
-- dimension: schema
-- severity: info
-- since: 14
-- param: max_objects = 0
-- source: any is worth knowing before a dump, an upgrade or logical replication
-- param: many_objects = 1000000
-- source: a judgement: pg_dump and pg_upgrade before 17 keep each of them in memory
-- remedy: vacuumlo {object} removes those no table refers to; keep new ones in bytea or outside
-- why: logical replication leaves them out, deleting a row leaves its object behind, and upgrades take hours for them
select
    pg_catalog.quote_ident(pg_catalog.current_database()) as object,
    o.objects::text || ' large objects' as message,
    case when o.objects >= %(many_objects)s::bigint then 'warning' else 'info' end as severity,
    o.objects,
    pg_catalog.pg_relation_size('pg_catalog.pg_largeobject') as size_bytes
from (select pg_catalog.count(*) as objects from pg_catalog.pg_largeobject_metadata) as o
where o.objects > %(max_objects)s::bigint
order by object
