-- fact: every object of the schema, each with a definition by which two databases can be compared, and its parts
-- `definition` is what the parts say, one after the other: the fingerprint is made of it, and databases keep what it was
-- before a migration. So a part that is new here has to be null for an object that has nothing of the kind.
-- `parts` is JSON: what each part is called, in order, and what it says. A name that ends in * is of a part that the
-- server prints from an expression: another major version may print the same in another way.
-- `class`, `oid` and `sub` tell which object it is, as pg_depend does.
-- Read it with search_path = pg_catalog: the pg_get_* functions qualify only what the search path does not show.
-- Compare within one major version only: each prints some definitions in its own way.
-- It waits behind any ACCESS EXCLUSIVE lock on a table: read it with a lock_timeout, and with jit off.
-- Left out, because they belong to a server or a deployment: owners, privileges (belonging_parts), comments
-- (other_parts), publications, subscriptions, foreign servers, and what hardly anybody makes, operators for instance
-- (other_objects); tablespaces, sequence positions, and whatever an extension brought. A column that was attached with
-- its table is the same as one that was made with it.
-- A primary key, unique or exclusion constraint is listed beside its index, which can be invalid by itself. Foreign
-- keys and triggers that a partition has from its parent are listed at the parent. NOT NULL is told by the column
-- alone: from 18 on it is also a constraint, whose name does not count.
with
user_schema as materialized (
    select n.oid, pg_catalog.quote_ident(n.nspname) as name
    from pg_catalog.pg_namespace as n
    where n.nspname not in ('information_schema', 'opskit') and not pg_catalog.starts_with(n.nspname, 'pg_')
),
derived as materialized (
    select d.classid, d.objid
    from pg_catalog.pg_depend as d
    where d.deptype = 'e' or (d.deptype = 'i' and d.classid = 'pg_catalog.pg_proc'::regclass)
),
relation as materialized (
    select c.*, s.name || '.' || pg_catalog.quote_ident(c.relname) as name
    from pg_catalog.pg_class as c
    join user_schema as s on s.oid = c.relnamespace
    where ('pg_catalog.pg_class'::regclass, c.oid) not in (select d.classid, d.objid from derived as d)
),
live_column as materialized (
    select a.*, r.name || '.' || pg_catalog.quote_ident(a.attname) as name
    from pg_catalog.pg_attribute as a
    join relation as r on r.oid = a.attrelid
    where a.attnum > 0 and not a.attisdropped and r.relkind in ('r', 'p', 'f', 'm', 'v', 'c')
),
column_list as materialized (
    select
        a.attrelid,
        'columns (' || pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' order by a.attnum) || ')' as text
    from live_column as a
    group by a.attrelid
),
parents as materialized (
    select
        i.inhrelid,
        pg_catalog.string_agg(
            p.name || case when i.inhdetachpending then ' detach pending' else '' end, ', ' order by i.inhseqno
        ) as text
    from pg_catalog.pg_inherits as i
    join relation as p on p.oid = i.inhparent
    group by i.inhrelid
),
option_list as materialized (
    select c.oid, pg_catalog.array_agg(o.option order by o.option collate "C")::text as text
    from pg_catalog.pg_class as c
    cross join lateral pg_catalog.unnest(c.reloptions) as o (option)
    group by c.oid
),
user_type as materialized (
    select t.*, s.name || '.' || pg_catalog.quote_ident(t.typname) as name
    from pg_catalog.pg_type as t
    join user_schema as s on s.oid = t.typnamespace
    left join pg_catalog.pg_class as r on r.oid = t.typrelid
    left join pg_catalog.pg_type as element on element.typarray = t.oid
    where
        t.typtype in ('b', 'c', 'd', 'e', 'r')
        and coalesce(r.relkind, 'c') = 'c'
        and element.oid is null
        and ('pg_catalog.pg_type'::regclass, t.oid) not in (select d.classid, d.objid from derived as d)
),
idle_constraint as materialized (
    select distinct g.tgconstraint from pg_catalog.pg_trigger as g where g.tgisinternal and g.tgenabled <> 'O'
),
firing (code, text) as (
    values ('D'::"char", 'disabled'), ('R', 'enabled replica'), ('A', 'enabled always')
),
-- The server prints `varchar in ('a', 'b')` as (ARRAY['a'::character varying, ...])::text[], and what it makes of that
-- text, after a restore or an undo, as ARRAY[('a'::character varying)::text, ...]. Both are told without the cast.
respelled (element, list) as (
    values (
        $$\((E?'(?:[^']|'')*'::character varying)\)::text\M(?!\[)$$,
        $$\((ARRAY\[(?:E?'(?:[^']|'')*'::character varying(?:, )?)+\])\)::text\[\]$$
    )
),
routine as materialized (
    select
        f.*,
        f.prosqlbody is null and f.proargdefaults is null as plain,
        case when f.prokind <> 'a' then pg_catalog.rtrim(pg_catalog.pg_get_functiondef(f.oid), E'\n') end as text
    from pg_catalog.pg_proc as f
    where
        f.pronamespace in (select s.oid from user_schema as s)
        and ('pg_catalog.pg_proc'::regclass, f.oid) not in (select d.classid, d.objid from derived as d)
),
object (kind, name, class, oid, sub, labels, texts) as (
    select 'schema', s.name, 'pg_catalog.pg_namespace'::regclass, s.oid, 0, array['']::text[], array['']::text[]
    from user_schema as s
    union all
    select
        'extension', pg_catalog.quote_ident(e.extname), 'pg_catalog.pg_extension'::regclass, e.oid, 0,
        array['version*', 'schema'],
        array['version ' || e.extversion, 'schema ' || pg_catalog.quote_ident(n.nspname)]
    from pg_catalog.pg_extension as e
    join pg_catalog.pg_namespace as n on n.oid = e.extnamespace
    union all
    select
        case when r.relkind = 'f' then 'foreign table' else 'table' end, r.name,
        'pg_catalog.pg_class'::regclass, r.oid, 0,
        array[
            'persistence', 'columns', 'of', 'parent', 'bound', 'partition by', 'partition by*', 'using', 'server',
            'options', 'with', 'toast', 'replica identity', 'row security', 'forced'
        ],
        array[
            case r.relpersistence when 'u' then 'unlogged' end,
            l.text,
            'of ' || pg_catalog.format_type(nullif(r.reloftype, 0), null),
            case when r.relispartition then 'partition of ' else 'inherits ' end || p.text,
            pg_catalog.pg_get_expr(r.relpartbound, r.oid),
            'partition by ' || case when k.partexprs is null then pg_catalog.pg_get_partkeydef(r.oid) end,
            'partition by ' || case when k.partexprs is not null then pg_catalog.pg_get_partkeydef(r.oid) end,
            'using ' || nullif(am.amname, 'heap'),
            'server ' || pg_catalog.quote_ident(fs.srvname),
            'options ' || ft.ftoptions::text,
            'with ' || with_options.text,
            'toast ' || toast_options.text,
            case r.relreplident when 'n' then 'replica identity nothing' when 'f' then 'replica identity full' end,
            case when r.relrowsecurity then 'row security' end,
            case when r.relforcerowsecurity then 'forced' end
        ]
    from relation as r
    left join column_list as l on l.attrelid = r.oid
    left join parents as p on p.inhrelid = r.oid
    left join pg_catalog.pg_partitioned_table as k on k.partrelid = r.oid
    left join pg_catalog.pg_am as am on am.oid = r.relam
    left join option_list as with_options on with_options.oid = r.oid
    left join option_list as toast_options on toast_options.oid = nullif(r.reltoastrelid, 0)
    left join pg_catalog.pg_foreign_table as ft on ft.ftrelid = r.oid
    left join pg_catalog.pg_foreign_server as fs on fs.oid = ft.ftserver
    where r.relkind in ('r', 'p', 'f')
    union all
    select
        case r.relkind when 'v' then 'view' else 'materialized view' end, r.name,
        'pg_catalog.pg_class'::regclass, r.oid, 0,
        array['with', 'using', 'toast', 'not populated', 'query*'],
        array[
            'with ' || with_options.text,
            'using ' || nullif(am.amname, 'heap'),
            'toast ' || toast_options.text,
            case when not r.relispopulated then 'not populated' end,
            pg_catalog.rtrim(pg_catalog.pg_get_viewdef(r.oid), ';')
        ]
    from relation as r
    left join pg_catalog.pg_am as am on am.oid = r.relam
    left join option_list as with_options on with_options.oid = r.oid
    left join option_list as toast_options on toast_options.oid = nullif(r.reltoastrelid, 0)
    where r.relkind in ('v', 'm')
    union all
    select
        'column', a.name, 'pg_catalog.pg_class'::regclass, a.attrelid, a.attnum::integer,
        array[
            'type', 'collate', 'not null', 'not valid', 'no inherit', 'identity', 'default', 'default*', 'storage',
            'compression', 'statistics', 'set', 'options'
        ],
        array[
            pg_catalog.format_type(a.atttypid, a.atttypmod),
            'collate ' || case when a.attcollation <> t.typcollation then a.attcollation::regcollation::text end,
            case when a.attnotnull then 'not null' end,
            case when a.attnotnull and nn.convalidated is false then 'not valid' end,
            case when a.attnotnull and nn.connoinherit then 'no inherit' end,
            case a.attidentity when 'a' then 'identity always' when 'd' then 'identity by default' end,
            'default ' || case when v.plain then v.text end,
            case a.attgenerated when 's' then 'stored as ' when 'v' then 'virtual as ' else 'default ' end
                || case when not v.plain then v.text end,
            'storage ' || case when a.attstorage <> t.typstorage then a.attstorage::text end,
            'compression ' || nullif(a.attcompression::text, ''),
            'statistics ' || case when a.attstattarget >= 0 then a.attstattarget end,
            'set ' || a.attoptions::text,
            'options ' || a.attfdwoptions::text
        ]
    from live_column as a
    join pg_catalog.pg_type as t on t.oid = a.atttypid
    left join pg_catalog.pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
    left join pg_catalog.pg_constraint as nn
        on nn.conrelid = a.attrelid and nn.contype = 'n' and nn.conkey[1] = a.attnum
    cross join lateral (
        select
            a.attgenerated = '' and pg_catalog.starts_with(d.adbin::text, '{CONST') as plain,
            pg_catalog.pg_get_expr(d.adbin, d.adrelid) as text
    ) as v
    union all
    select
        -- What a failed concurrent build leaves is debris, not part of the schema.
        case when i.indisvalid or r.relkind = 'I' then 'index' else 'invalid index' end, r.name,
        'pg_catalog.pg_class'::regclass, r.oid, 0,
        array[
            'definition', 'definition*', 'attached to', 'clustered', 'replica identity', 'invalid', 'not ready',
            'being dropped', 'statistics'
        ],
        array[
            case when x.plain then x.text end,
            case when not x.plain then x.text end,
            'attached to ' || p.text,
            case when i.indisclustered then 'clustered' end,
            case when i.indisreplident then 'replica identity' end,
            case when not i.indisvalid then 'invalid' end,
            case when not i.indisready then 'not ready' end,
            case when not i.indislive then 'being dropped' end,
            'statistics ' || x.targets
        ]
    from pg_catalog.pg_index as i
    join relation as r on r.oid = i.indexrelid
    join relation as t on t.oid = i.indrelid
    left join parents as p on p.inhrelid = i.indexrelid
    cross join lateral (
        select
            i.indexprs is null and i.indpred is null as plain,
            pg_catalog.pg_get_indexdef(i.indexrelid) as text,
            (
                select pg_catalog.string_agg(a.attnum || ': ' || a.attstattarget, ', ' order by a.attnum)
                from pg_catalog.pg_attribute as a
                where a.attrelid = i.indexrelid and a.attnum > 0 and a.attstattarget >= 0
            ) as targets
    ) as x
    union all
    select
        'constraint', coalesce(r.name, t.name) || '.' || pg_catalog.quote_ident(c.conname),
        'pg_catalog.pg_constraint'::regclass, c.oid, 0,
        array['definition', 'definition*', 'triggers'],
        array[
            case when c.contype not in ('c', 'x') then pg_catalog.pg_get_constraintdef(c.oid) end,
            case when c.contype in ('c', 'x') then pg_catalog.pg_get_constraintdef(c.oid) end,
            case when d.tgconstraint is not null then 'triggers disabled' end
        ]
    from pg_catalog.pg_constraint as c
    left join idle_constraint as d on d.tgconstraint = c.oid
    left join relation as r on r.oid = c.conrelid
    left join user_type as t on t.oid = c.contypid
    where
        c.contype in ('c', 'f', 'p', 'u', 'x')
        and coalesce(r.oid, t.oid) is not null
        and not (c.contype = 'f' and c.conparentid <> 0)
    union all
    select
        'sequence', r.name, 'pg_catalog.pg_class'::regclass, r.oid, 0,
        array['persistence', 'type', 'start', 'increment', 'min', 'max', 'cache', 'cycle', 'owned by'],
        array[
            case r.relpersistence when 'u' then 'unlogged' end,
            pg_catalog.format_type(q.seqtypid, null),
            'start ' || q.seqstart, 'increment ' || q.seqincrement, 'min ' || q.seqmin, 'max ' || q.seqmax,
            'cache ' || q.seqcache, case when q.seqcycle then 'cycle' end,
            case d.deptype when 'i' then 'identity of ' else 'owned by ' end || a.name
        ]
    from relation as r
    join pg_catalog.pg_sequence as q on q.seqrelid = r.oid
    left join pg_catalog.pg_depend as d
        on d.classid = 'pg_catalog.pg_class'::regclass and d.objid = r.oid and d.objsubid = 0
        and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')
    left join live_column as a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
    union all
    select
        'trigger', r.name || '.' || pg_catalog.quote_ident(g.tgname), 'pg_catalog.pg_trigger'::regclass, g.oid, 0,
        array['definition', 'definition*', 'firing'],
        array[
            case when g.tgqual is null then pg_catalog.pg_get_triggerdef(g.oid) end,
            case when g.tgqual is not null then pg_catalog.pg_get_triggerdef(g.oid) end,
            f.text
        ]
    from pg_catalog.pg_trigger as g
    join relation as r on r.oid = g.tgrelid
    left join firing as f on f.code = g.tgenabled
    left join pg_catalog.pg_trigger as p on p.oid = g.tgparentid
    left join pg_catalog.pg_constraint as c on c.oid = g.tgconstraint
    where
        coalesce(c.contype, 't') = 't'
        and case when p.oid is null then not g.tgisinternal else g.tgenabled <> p.tgenabled end
    union all
    select
        'event trigger', pg_catalog.quote_ident(g.evtname), 'pg_catalog.pg_event_trigger'::regclass, g.oid, 0,
        array['event', 'tags', 'function', 'firing'],
        array[g.evtevent::text, g.evttags::text, g.evtfoid::regprocedure::text, f.text]
    from pg_catalog.pg_event_trigger as g
    left join firing as f on f.code = g.evtenabled
    where ('pg_catalog.pg_event_trigger'::regclass, g.oid) not in (select d.classid, d.objid from derived as d)
    union all
    select
        'rule', r.name || '.' || pg_catalog.quote_ident(w.rulename), 'pg_catalog.pg_rewrite'::regclass, w.oid, 0,
        array['definition*', 'firing'],
        array[pg_catalog.pg_get_ruledef(w.oid), f.text]
    from pg_catalog.pg_rewrite as w
    join relation as r on r.oid = w.ev_class
    left join firing as f on f.code = w.ev_enabled
    where w.rulename <> '_RETURN'
    union all
    select
        'policy', r.name || '.' || pg_catalog.quote_ident(p.polname), 'pg_catalog.pg_policy'::regclass, p.oid, 0,
        array['as', 'command', 'to', 'using*', 'with check*'],
        array[
            case when p.polpermissive then 'permissive' else 'restrictive' end,
            p.polcmd::text,
            'to ' || coalesce((
                select pg_catalog.string_agg(pg_catalog.quote_ident(o.rolname), ', ' order by o.rolname collate "C")
                from pg_catalog.pg_roles as o where o.oid = any (p.polroles)
            ), 'public'),
            'using (' || pg_catalog.pg_get_expr(p.polqual, p.polrelid) || ')',
            'with check (' || pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) || ')'
        ]
    from pg_catalog.pg_policy as p
    join relation as r on r.oid = p.polrelid
    union all
    select
        case f.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end,
        s.name || '.' || pg_catalog.quote_ident(f.proname)
            || '(' || pg_catalog.pg_get_function_identity_arguments(f.oid) || ')',
        'pg_catalog.pg_proc'::regclass, f.oid, 0,
        array[
            'definition', 'definition*', 'transition', 'state', 'final', 'combine', 'sort operator', 'initial', 'kind',
            'parallel', 'space', 'final reads', 'final modifies', 'serial', 'deserial', 'moving'
        ],
        array[
            case when f.plain then f.text end,
            case when not f.plain then f.text end,
            g.aggtransfn::regprocedure::text, pg_catalog.format_type(g.aggtranstype, null), g.aggfinalfn::regproc::text,
            g.aggcombinefn::regproc::text, g.aggsortop::regoper::text, g.agginitval, g.aggkind::text,
            case when f.prokind = 'a' then f.proparallel::text end,
            'space ' || nullif(g.aggtransspace, 0),
            case when g.aggfinalextra then 'final reads all arguments' end,
            'final modifies ' || case when g.aggfinalmodify <> case g.aggkind when 'n' then 'r' else 'w' end
                then g.aggfinalmodify::text end,
            'serial ' || nullif(g.aggserialfn, 0)::regproc::text,
            'deserial ' || nullif(g.aggdeserialfn, 0)::regproc::text,
            'moving ' || case when g.aggmtransfn <> 0 then pg_catalog.concat_ws(' ',
                g.aggmtransfn::regprocedure, g.aggminvtransfn::regprocedure, g.aggmfinalfn::regproc,
                pg_catalog.format_type(g.aggmtranstype, null), g.aggmtransspace, g.aggmfinalextra, g.aggmfinalmodify,
                g.aggminitval
            ) end
        ]
    from routine as f
    join user_schema as s on s.oid = f.pronamespace
    left join pg_catalog.pg_aggregate as g on g.aggfnoid = f.oid
    union all
    select
        case t.typtype when 'd' then 'domain' else 'type' end, t.name, 'pg_catalog.pg_type'::regclass, t.oid, 0,
        array[
            'kind', 'columns', 'labels', 'base', 'collate', 'not null', 'default', 'default*', 'input', 'subtype',
            'multirange', 'canonical', 'subtype difference', 'subtype collate', 'subtype operators'
        ],
        array[
            t.typtype::text, l.text, e.labels,
            pg_catalog.format_type(t.typbasetype, t.typtypmod),
            'collate ' || case when t.typcollation <> b.typcollation then t.typcollation::regcollation::text end,
            case when t.typnotnull then 'not null' end,
            'default ' || case when v.plain then v.text end,
            'default ' || case when not v.plain then v.text end,
            case when t.typtype = 'b' then t.typinput::regproc::text end,
            pg_catalog.format_type(g.rngsubtype, null), pg_catalog.format_type(g.rngmultitypid, null),
            g.rngcanonical::regproc::text, g.rngsubdiff::regproc::text,
            'subtype collate ' || case when g.rngcollation <> sub.typcollation
                then g.rngcollation::regcollation::text end,
            'subtype operators ' || case when not o.opcdefault
                then o.opcnamespace::regnamespace || '.' || pg_catalog.quote_ident(o.opcname) end
        ]
    from user_type as t
    left join column_list as l on l.attrelid = t.typrelid
    left join pg_catalog.pg_type as b on b.oid = t.typbasetype
    left join pg_catalog.pg_range as g on g.rngtypid = t.oid
    left join pg_catalog.pg_type as sub on sub.oid = g.rngsubtype
    left join pg_catalog.pg_opclass as o on o.oid = g.rngsubopc
    cross join lateral (
        select pg_catalog.array_agg(e.enumlabel order by e.enumsortorder)::text as labels
        from pg_catalog.pg_enum as e where e.enumtypid = t.oid
    ) as e
    cross join lateral (
        select
            pg_catalog.starts_with(t.typdefaultbin::text, '{CONST') as plain,
            pg_catalog.pg_get_expr(t.typdefaultbin, 0) as text
    ) as v
    union all
    select
        'statistics', s.name || '.' || pg_catalog.quote_ident(x.stxname),
        'pg_catalog.pg_statistic_ext'::regclass, x.oid, 0,
        array['definition', 'definition*', 'statistics'],
        array[
            case when x.stxexprs is null then pg_catalog.pg_get_statisticsobjdef(x.oid) end,
            case when x.stxexprs is not null then pg_catalog.pg_get_statisticsobjdef(x.oid) end,
            'statistics ' || case when x.stxstattarget >= 0 then x.stxstattarget end
        ]
    from pg_catalog.pg_statistic_ext as x
    join user_schema as s on s.oid = x.stxnamespace
    union all
    select
        'collation', s.name || '.' || pg_catalog.quote_ident(c.collname), 'pg_catalog.pg_collation'::regclass, c.oid, 0,
        array['definition*'],
        array[(pg_catalog.to_jsonb(c) - array['oid', 'collname', 'collnamespace', 'collowner', 'collversion'])::text]
    from pg_catalog.pg_collation as c
    join user_schema as s on s.oid = c.collnamespace
)
select
    o.kind, o.name, o.class::oid::bigint as class, o.oid::bigint as oid, o.sub,
    pg_catalog.regexp_replace(
        pg_catalog.regexp_replace(pg_catalog.array_to_string(o.texts, ' '), r.element, '\1', 'g'), r.list, '\1', 'g'
    ) as definition,
    pg_catalog.regexp_replace(
        pg_catalog.regexp_replace(pg_catalog.json_object(o.labels, o.texts)::text, r.element, '\1', 'g'),
        r.list, '\1', 'g'
    ) as parts
from object as o
cross join respelled as r
order by o.kind collate "C", o.name collate "C"
