-- title: Published tables whose updates and deletes will fail
-- dimension: schema
-- severity: critical
-- since: 14
-- remedy: alter table {object} add primary key (<columns>); until then alter table {object} replica identity full
-- why: the server refuses UPDATE and DELETE on a published table that has no replica identity
with published as (
    select p.pubname, coalesce(leaf.relid, c.oid) as relid
    from pg_catalog.pg_publication as p
    join pg_catalog.pg_publication_tables as t on t.pubname = p.pubname
    join pg_catalog.pg_namespace as n on n.nspname = t.schemaname
    join pg_catalog.pg_class as c on c.relnamespace = n.oid and c.relname = t.tablename
    left join lateral (
        select pt.relid from pg_catalog.pg_partition_tree(c.oid) as pt where pt.isleaf and c.relkind = 'p'
    ) as leaf on true
    where p.pubupdate or p.pubdelete
)
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as object,
    'published for updates or deletes by '
        || pg_catalog.string_agg(distinct pg_catalog.quote_ident(p.pubname), ', ')
        || ', but without a replica identity' as message,
    case c.relreplident when 'd' then 'default' when 'n' then 'nothing' else 'index' end as replica_identity
from published as p
join pg_catalog.pg_class as c on c.oid = p.relid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where c.relkind = 'r'
    and n.nspname <> 'opskit'
    and c.relreplident <> 'f'
    and not exists (
        select from pg_catalog.pg_index as i
        where i.indrelid = c.oid
            and ((c.relreplident = 'd' and i.indisprimary) or (c.relreplident = 'i' and i.indisreplident))
    )
group by n.nspname, c.relname, c.relreplident
order by object
