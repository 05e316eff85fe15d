-- fact: what this login may change: the tables it owns (as itself or as a member), the schemas it may create in
-- owners and schemas list, as an array of quoted names, those that stand in the way. recorded tells whether schema
-- opskit is there; record_usable whether the login may then use it, or else create it.
with
held as (
    select c.oid, pg_catalog.pg_has_role(c.relowner, 'usage') as owned, c.relowner, c.relnamespace
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where
        c.relkind in ('r', 'p', 'm')
        and c.relpersistence <> 't'
        and n.nspname not in ('information_schema', 'opskit')
        and not pg_catalog.starts_with(n.nspname, 'pg_')
        and not exists (
            select from pg_catalog.pg_depend as d
            where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
        )
),
record as (
    select n.oid from pg_catalog.pg_namespace as n where n.nspname = 'opskit'
)
select
    (select count(*)::integer from held as h) as tables,
    (select count(*)::integer from held as h where not h.owned) as foreign_tables,
    array(
        select distinct pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(h.relowner)) as name
        from held as h where not h.owned order by name
    ) as owners,
    array(
        select distinct pg_catalog.quote_ident(n.nspname) as name
        from held as h
        join pg_catalog.pg_namespace as n on n.oid = h.relnamespace
        where not pg_catalog.has_schema_privilege(n.oid, 'create')
        order by name
    ) as schemas,
    exists (select from record) as recorded,
    coalesce(
        (
            select
                pg_catalog.has_schema_privilege(r.oid, 'usage')
                and coalesce(pg_catalog.bool_and(
                    pg_catalog.has_table_privilege(c.oid, 'select')
                    and pg_catalog.has_table_privilege(c.oid, 'insert')
                    and pg_catalog.has_table_privilege(c.oid, 'update')
                ), pg_catalog.has_schema_privilege(r.oid, 'create'))
            from record as r
            left join pg_catalog.pg_class as c on c.relnamespace = r.oid and c.relkind = 'r'
            group by r.oid
        ),
        pg_catalog.has_database_privilege(pg_catalog.current_database(), 'create')
    ) as record_usable
