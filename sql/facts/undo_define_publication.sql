-- fact: publications; the tables and schemas in them are listed by themselves
-- param: oids: oid[] of publications
select
    p.oid::pg_catalog.int8 as oid, 0 as sub, 0 as place,
    'CREATE PUBLICATION ' || pg_catalog.quote_ident(p.pubname) || case when p.puballtables then ' FOR ALL TABLES' else '' end
        || ' WITH (publish = ' || pg_catalog.quote_literal(pg_catalog.concat_ws(', ',
            case when p.pubinsert then 'insert' end, case when p.pubupdate then 'update' end,
            case when p.pubdelete then 'delete' end, case when p.pubtruncate then 'truncate' end
        ))
        || ', publish_via_partition_root = ' || p.pubviaroot::text
        || case pg_catalog.to_jsonb(p) ->> 'pubgencols' when 's' then ', publish_generated_columns = stored' else '' end
        || ')' as statement,
    '' as trouble
from pg_catalog.pg_publication as p
where p.oid = any (%(oids)s::pg_catalog.oid[])
order by p.pubname collate "C"
