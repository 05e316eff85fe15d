-- fact: a relation as it is before a statement changes it: what ALTER TABLE and its kin set on the whole of it
-- param: relation: text, its name as name or schema.name, quoted where SQL asks for it
-- Names are quoted and qualified. access_method is empty where the relation has none of its own; tablespace is that of the
-- database where it has none; parents are in their order; replica_identity is what follows REPLICA IDENTITY.
with named as (
    select c.*, pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as qualified_name
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where c.oid = pg_catalog.to_regclass(%(relation)s)
)
select
    c.oid::pg_catalog.int8 as oid,
    c.qualified_name as relation,
    c.relkind::text as kind,
    pg_catalog.current_setting('server_version_num')::pg_catalog.int4 / 10000 as major,
    c.relpersistence::text as persistence,
    pg_catalog.quote_ident(r.rolname) as owner,
    coalesce(c.reloptions, '{}')::text[] as options,
    coalesce(toast.reloptions, '{}')::text[] as toast_options,
    coalesce(f.ftoptions, '{}')::text[] as foreign_options,
    pg_catalog.quote_ident(s.spcname) as tablespace,
    coalesce(pg_catalog.quote_ident(m.amname), '') as access_method,
    c.relrowsecurity as row_security,
    c.relforcerowsecurity as row_security_forced,
    case c.relreplident
        when 'n' then 'NOTHING' when 'f' then 'FULL'
        when 'i' then coalesce('USING INDEX ' || (
            select pg_catalog.quote_ident(i.relname)
            from pg_catalog.pg_index as x join pg_catalog.pg_class as i on i.oid = x.indexrelid
            where x.indrelid = c.oid and x.indisreplident
        ), 'NOTHING')
        else 'DEFAULT'
    end as replica_identity,
    coalesce((
        select pg_catalog.quote_ident(i.relname)
        from pg_catalog.pg_index as x join pg_catalog.pg_class as i on i.oid = x.indexrelid
        where x.indrelid = c.oid and x.indisclustered
    ), '') as clustered_on,
    coalesce((
        select pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(t.typname)
        from pg_catalog.pg_type as t join pg_catalog.pg_namespace as n on n.oid = t.typnamespace
        where t.oid = c.reloftype
    ), '') as of_type,
    array(
        select pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(p.relname)
        from pg_catalog.pg_inherits as h
        join pg_catalog.pg_class as p on p.oid = h.inhparent
        join pg_catalog.pg_namespace as n on n.oid = p.relnamespace
        where h.inhrelid = c.oid
        order by h.inhseqno
    ) as parents
from named as c
join pg_catalog.pg_roles as r on r.oid = c.relowner
left join pg_catalog.pg_class as toast on toast.oid = nullif(c.reltoastrelid, 0)
left join pg_catalog.pg_foreign_table as f on f.ftrelid = c.oid
left join pg_catalog.pg_am as m on m.oid = c.relam
join pg_catalog.pg_database as d on d.datname = pg_catalog.current_database()
join pg_catalog.pg_tablespace as s on s.oid = coalesce(nullif(c.reltablespace, 0), d.dattablespace)
order by c.oid
