-- fact: the object a statement names, looked up as the server does; no row where there is none
-- param: kind: text, what stands behind DROP or COMMENT ON, as in libpg_query's ObjectType: table, tabconstraint, function
-- param: relation: text, the name of a relation, quoted, perhaps qualified; null where none is named
-- param: type: text, the same of a type
-- param: schema: text, the schema of anything else, empty where none is named
-- param: name: text, the name of anything else, or of what belongs to the relation or type
-- param: arguments: text[], types of arguments; null where none are said
with
kind as (select %(kind)s::text as word),
relation as (
    select c.oid, c.relkind
    from pg_catalog.pg_class as c
    where c.oid = pg_catalog.to_regclass(%(relation)s::text)
),
type as (
    select t.oid, t.typrelid from pg_catalog.pg_type as t where t.oid = pg_catalog.to_regtype(%(type)s::text)
),
argument as (
    select array(
        select coalesce(pg_catalog.to_regtype(a.name)::pg_catalog.oid, 0)
        from pg_catalog.unnest(%(arguments)s::text[]) with ordinality as a (name, place)
        order by a.place
    ) as types
),
found (class, oid, sub) as (
    select 'pg_catalog.pg_class'::pg_catalog.regclass, r.oid, 0
    from relation as r, kind as k
    where k.word in ('table', 'view', 'matview', 'index', 'sequence', 'foreign_table')
    union all
    select 'pg_catalog.pg_class'::pg_catalog.regclass, r.oid, a.attnum
    from relation as r
    join pg_catalog.pg_attribute as a on a.attrelid = r.oid and a.attname = %(name)s and not a.attisdropped
    join kind as k on k.word in ('column', 'attribute')
    union all
    select 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid, 0
    from type as t, kind as k where k.word in ('type', 'domain')
    union all
    select 'pg_catalog.pg_constraint'::pg_catalog.regclass, c.oid, 0
    from kind as k, pg_catalog.pg_constraint as c
    where
        c.conname = %(name)s
        and case k.word
            when 'tabconstraint' then c.conrelid = (select r.oid from relation as r)
            when 'domconstraint' then c.contypid = (select t.oid from type as t)
        end
    union all
    select 'pg_catalog.pg_trigger'::pg_catalog.regclass, g.oid, 0
    from relation as r
    join pg_catalog.pg_trigger as g on g.tgrelid = r.oid and g.tgname = %(name)s
    join kind as k on k.word = 'trigger'
    union all
    select 'pg_catalog.pg_rewrite'::pg_catalog.regclass, w.oid, 0
    from relation as r
    join pg_catalog.pg_rewrite as w on w.ev_class = r.oid and w.rulename = %(name)s
    join kind as k on k.word = 'rule'
    union all
    select 'pg_catalog.pg_policy'::pg_catalog.regclass, p.oid, 0
    from relation as r
    join pg_catalog.pg_policy as p on p.polrelid = r.oid and p.polname = %(name)s
    join kind as k on k.word = 'policy'
    union all
    select 'pg_catalog.pg_proc'::pg_catalog.regclass, f.oid, 0
    from kind as k
    cross join argument as a
    join pg_catalog.pg_proc as f on f.proname = %(name)s
    join pg_catalog.pg_namespace as n on n.oid = f.pronamespace
    where
        k.word in ('function', 'procedure', 'routine', 'aggregate')
        and case when %(schema)s = '' then pg_catalog.pg_function_is_visible(f.oid) else n.nspname = %(schema)s end
        and (
            %(arguments)s::text[] is null
            or array(select u.type from pg_catalog.unnest(f.proargtypes) with ordinality as u (type, place) order by u.place)
                = a.types
            or f.prokind = 'p' and f.proallargtypes = a.types
        )
    union all
    select 'pg_catalog.pg_operator'::pg_catalog.regclass, o.oid, 0
    from kind as k
    cross join argument as a
    join pg_catalog.pg_operator as o
        on o.oprname = %(name)s and array[o.oprleft, o.oprright] = a.types
    join pg_catalog.pg_namespace as n on n.oid = o.oprnamespace
    where
        k.word = 'operator'
        and case when %(schema)s = '' then pg_catalog.pg_operator_is_visible(o.oid) else n.nspname = %(schema)s end
    union all
    select 'pg_catalog.pg_cast'::pg_catalog.regclass, c.oid, 0
    from kind as k
    cross join argument as a
    join pg_catalog.pg_cast as c on array[c.castsource, c.casttarget] = a.types
    where k.word = 'cast'
    union all
    select 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass, x.oid, 0
    from kind as k, pg_catalog.pg_statistic_ext as x
    join pg_catalog.pg_namespace as n on n.oid = x.stxnamespace
    where
        k.word = 'statistic_ext' and x.stxname = %(name)s
        and case when %(schema)s = '' then pg_catalog.pg_statistics_obj_is_visible(x.oid) else n.nspname = %(schema)s end
    union all
    select 'pg_catalog.pg_collation'::pg_catalog.regclass, c.oid, 0
    from kind as k, pg_catalog.pg_collation as c
    join pg_catalog.pg_namespace as n on n.oid = c.collnamespace
    where
        k.word = 'collation' and c.collname = %(name)s
        and case when %(schema)s = '' then pg_catalog.pg_collation_is_visible(c.oid) else n.nspname = %(schema)s end
    union all
    select 'pg_catalog.pg_namespace'::pg_catalog.regclass, n.oid, 0
    from kind as k, pg_catalog.pg_namespace as n where k.word = 'schema' and n.nspname = %(name)s
    union all
    select 'pg_catalog.pg_publication'::pg_catalog.regclass, p.oid, 0
    from kind as k, pg_catalog.pg_publication as p where k.word = 'publication' and p.pubname = %(name)s
    union all
    select 'pg_catalog.pg_extension'::pg_catalog.regclass, e.oid, 0
    from kind as k, pg_catalog.pg_extension as e where k.word = 'extension' and e.extname = %(name)s
    union all
    select 'pg_catalog.pg_event_trigger'::pg_catalog.regclass, g.oid, 0
    from kind as k, pg_catalog.pg_event_trigger as g where k.word = 'event_trigger' and g.evtname = %(name)s
    union all
    select 'pg_catalog.pg_language'::pg_catalog.regclass, l.oid, 0
    from kind as k, pg_catalog.pg_language as l where k.word = 'language' and l.lanname = %(name)s
    union all
    select 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass, f.oid, 0
    from kind as k, pg_catalog.pg_foreign_data_wrapper as f where k.word = 'fdw' and f.fdwname = %(name)s
    union all
    select 'pg_catalog.pg_foreign_server'::pg_catalog.regclass, s.oid, 0
    from kind as k, pg_catalog.pg_foreign_server as s where k.word = 'foreign_server' and s.srvname = %(name)s
    union all
    select 'pg_catalog.pg_database'::pg_catalog.regclass, d.oid, 0
    from kind as k, pg_catalog.pg_database as d where k.word = 'database' and d.datname = %(name)s
    union all
    select 'pg_catalog.pg_tablespace'::pg_catalog.regclass, s.oid, 0
    from kind as k, pg_catalog.pg_tablespace as s where k.word = 'tablespace' and s.spcname = %(name)s
    union all
    select 'pg_catalog.pg_authid'::pg_catalog.regclass, r.oid, 0
    from kind as k, pg_catalog.pg_roles as r where k.word = 'role' and r.rolname = %(name)s
)
select
    f.class::pg_catalog.oid::pg_catalog.int8 as class, f.oid::pg_catalog.int8 as oid, f.sub::pg_catalog.int4 as sub,
    o.type, o.schema, o.identity
from found as f
cross join lateral pg_catalog.pg_identify_object(f.class, f.oid, f.sub) as o
order by f.class, f.oid, f.sub
