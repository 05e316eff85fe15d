-- fact: publications, with what they publish
-- The columns are those of other_objects. Read it with search_path = pg_catalog.
select
    'publication' as kind, pg_catalog.quote_ident(p.pubname) as name,
    'pg_catalog.pg_publication'::regclass::oid::bigint as class, p.oid::bigint as oid, 0 as sub,
    pg_catalog.json_object(
        array['all tables', 'publishes', 'via root', 'generated columns', 'tables'],
        array[
            case when p.puballtables then 'all tables' end,
            pg_catalog.concat_ws(', ',
                case when p.pubinsert then 'insert' end, case when p.pubupdate then 'update' end,
                case when p.pubdelete then 'delete' end, case when p.pubtruncate then 'truncate' end
            ),
            case when p.pubviaroot then 'via root' end,
            nullif(pg_catalog.to_jsonb(p) ->> 'pubgencols', 'n'),
            t.tables
        ]
    )::text as parts
from pg_catalog.pg_publication as p
cross join lateral (
    select pg_catalog.string_agg(r.text, ', ' order by r.text collate "C") as tables
    from (
        select r.prrelid::regclass::text as text
        from pg_catalog.pg_publication_rel as r
        where r.prpubid = p.oid
    ) as r
) as t
where ('pg_catalog.pg_publication'::regclass, p.oid) not in (
    select d.classid, d.objid from pg_catalog.pg_depend as d where d.deptype = 'e'
)
order by p.pubname collate "C"
