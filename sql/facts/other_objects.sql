-- fact: what schema_objects leaves out: what belongs to a deployment, and kinds of object that hardly anybody makes
-- The columns are those of schema_objects, without `definition`. Read it with search_path = pg_catalog.
-- Left out: what a login may not see of a subscription (its connection), and what an extension brought.
with
user_schema as materialized (
    select n.oid, pg_catalog.quote_ident(n.nspname) as name
    from pg_catalog.pg_namespace as n
    where n.nspname not in ('information_schema', 'opskit') and not pg_catalog.starts_with(n.nspname, 'pg_')
),
derived as materialized (
    select d.classid, d.objid
    from pg_catalog.pg_depend as d
    where d.deptype = 'e' or (d.deptype = 'i' and d.classid = 'pg_catalog.pg_cast'::regclass)
),
operators as (
    select o.amopfamily as family,
        o.amopstrategy || ' ' || o.amopopr::regoperator
            || coalesce(' for ordering by ' || s.opfname, '') as text
    from pg_catalog.pg_amop as o
    left join pg_catalog.pg_opfamily as s on s.oid = nullif(o.amopsortfamily, 0)
),
functions as (
    select
        p.amprocfamily as family,
        p.amprocnum || ' (' || pg_catalog.format_type(p.amproclefttype, null) || ','
            || pg_catalog.format_type(p.amprocrighttype, null) || ') ' || p.amproc::regprocedure as text
    from pg_catalog.pg_amproc as p
),
object (kind, name, class, oid, labels, texts) as (
    select
        'foreign data wrapper', pg_catalog.quote_ident(w.fdwname), 'pg_catalog.pg_foreign_data_wrapper'::regclass, w.oid,
        array['handler', 'validator', 'options'],
        array[nullif(w.fdwhandler, 0)::regproc::text, nullif(w.fdwvalidator, 0)::regproc::text, w.fdwoptions::text]
    from pg_catalog.pg_foreign_data_wrapper as w
    union all
    select
        'foreign server', pg_catalog.quote_ident(s.srvname), 'pg_catalog.pg_foreign_server'::regclass, s.oid,
        array['wrapper', 'type', 'version', 'options'],
        array[
            pg_catalog.quote_ident(w.fdwname), pg_catalog.quote_literal(s.srvtype),
            pg_catalog.quote_literal(s.srvversion), s.srvoptions::text
        ]
    from pg_catalog.pg_foreign_server as s
    join pg_catalog.pg_foreign_data_wrapper as w on w.oid = s.srvfdw
    union all
    select
        'subscription', pg_catalog.quote_ident(s.subname), 'pg_catalog.pg_subscription'::regclass, s.oid,
        array['enabled', 'publications', 'slot', 'synchronous commit'],
        array[
            case when s.subenabled then 'enabled' end, s.subpublications::text, s.subslotname::text, s.subsynccommit
        ]
    from pg_catalog.pg_subscription as s
    join pg_catalog.pg_database as d on d.oid = s.subdbid and d.datname = pg_catalog.current_database()
    union all
    select
        'cast',
        pg_catalog.format_type(c.castsource, null) || ' as ' || pg_catalog.format_type(c.casttarget, null),
        'pg_catalog.pg_cast'::regclass, c.oid,
        array['method', 'function', 'context'],
        array[
            case c.castmethod when 'b' then 'binary' when 'i' then 'in and out' else 'function' end,
            nullif(c.castfunc, 0)::regprocedure::text,
            case c.castcontext when 'e' then 'explicit' when 'a' then 'assignment' else 'implicit' end
        ]
    from pg_catalog.pg_cast as c
    where c.oid >= 16384
    union all
    select
        'operator',
        s.name || '.' || o.oprname || '('
            || pg_catalog.concat_ws(',',
                pg_catalog.format_type(nullif(o.oprleft, 0), null), pg_catalog.format_type(o.oprright, null)
            ) || ')',
        'pg_catalog.pg_operator'::regclass, o.oid,
        array['function', 'result', 'commutator', 'negator', 'merges', 'hashes', 'restrict', 'join'],
        array[
            o.oprcode::regprocedure::text, pg_catalog.format_type(o.oprresult, null),
            nullif(o.oprcom, 0)::regoperator::text, nullif(o.oprnegate, 0)::regoperator::text,
            case when o.oprcanmerge then 'merges' end, case when o.oprcanhash then 'hashes' end,
            nullif(o.oprrest, 0)::regproc::text, nullif(o.oprjoin, 0)::regproc::text
        ]
    from pg_catalog.pg_operator as o
    join user_schema as s on s.oid = o.oprnamespace
    where o.oprcode <> 0
    union all
    select
        'operator class',
        s.name || '.' || pg_catalog.quote_ident(c.opcname) || ' using ' || m.amname, 'pg_catalog.pg_opclass'::regclass,
        c.oid,
        array['type', 'default', 'stored type', 'family'],
        array[
            pg_catalog.format_type(c.opcintype, null), case when c.opcdefault then 'default' end,
            pg_catalog.format_type(nullif(c.opckeytype, 0), null),
            f.opfnamespace::regnamespace || '.' || pg_catalog.quote_ident(f.opfname)
        ]
    from pg_catalog.pg_opclass as c
    join user_schema as s on s.oid = c.opcnamespace
    join pg_catalog.pg_am as m on m.oid = c.opcmethod
    join pg_catalog.pg_opfamily as f on f.oid = c.opcfamily
    union all
    select
        'operator family',
        s.name || '.' || pg_catalog.quote_ident(f.opfname) || ' using ' || m.amname, 'pg_catalog.pg_opfamily'::regclass,
        f.oid,
        array['operators', 'functions'],
        array[
            (
                select pg_catalog.string_agg(o.text, ', ' order by o.text collate "C")
                from operators as o where o.family = f.oid
            ),
            (
                select pg_catalog.string_agg(p.text, ', ' order by p.text collate "C")
                from functions as p where p.family = f.oid
            )
        ]
    from pg_catalog.pg_opfamily as f
    join user_schema as s on s.oid = f.opfnamespace
    join pg_catalog.pg_am as m on m.oid = f.opfmethod
    union all
    select
        'text search configuration', s.name || '.' || pg_catalog.quote_ident(c.cfgname),
        'pg_catalog.pg_ts_config'::regclass, c.oid,
        array['parser', 'mappings'],
        array[
            p.prsnamespace::regnamespace || '.' || pg_catalog.quote_ident(p.prsname),
            (
                select pg_catalog.string_agg(m.alias || ': ' || m.dictionaries, '; ' order by m.alias collate "C")
                from (
                    select
                        t.alias,
                        pg_catalog.string_agg(m.mapdict::regdictionary::text, ', ' order by m.mapseqno) as dictionaries
                    from pg_catalog.pg_ts_config_map as m
                    join pg_catalog.ts_token_type(c.cfgparser) as t on t.tokid = m.maptokentype
                    where m.mapcfg = c.oid
                    group by t.alias
                ) as m
            )
        ]
    from pg_catalog.pg_ts_config as c
    join user_schema as s on s.oid = c.cfgnamespace
    join pg_catalog.pg_ts_parser as p on p.oid = c.cfgparser
    union all
    select
        'text search dictionary', s.name || '.' || pg_catalog.quote_ident(d.dictname),
        'pg_catalog.pg_ts_dict'::regclass, d.oid,
        array['template', 'options'],
        array[t.tmplnamespace::regnamespace || '.' || pg_catalog.quote_ident(t.tmplname), d.dictinitoption]
    from pg_catalog.pg_ts_dict as d
    join user_schema as s on s.oid = d.dictnamespace
    join pg_catalog.pg_ts_template as t on t.oid = d.dicttemplate
    union all
    select
        'text search template', s.name || '.' || pg_catalog.quote_ident(t.tmplname),
        'pg_catalog.pg_ts_template'::regclass, t.oid,
        array['init', 'lexize'],
        array[nullif(t.tmplinit, 0)::regproc::text, t.tmpllexize::regproc::text]
    from pg_catalog.pg_ts_template as t
    join user_schema as s on s.oid = t.tmplnamespace
    union all
    select
        'text search parser', s.name || '.' || pg_catalog.quote_ident(p.prsname),
        'pg_catalog.pg_ts_parser'::regclass, p.oid,
        array['start', 'token', 'end', 'headline', 'types'],
        array[
            p.prsstart::regproc::text, p.prstoken::regproc::text, p.prsend::regproc::text,
            nullif(p.prsheadline, 0)::regproc::text, p.prslextype::regproc::text
        ]
    from pg_catalog.pg_ts_parser as p
    join user_schema as s on s.oid = p.prsnamespace
    union all
    select
        'conversion', s.name || '.' || pg_catalog.quote_ident(c.conname), 'pg_catalog.pg_conversion'::regclass, c.oid,
        array['from', 'to', 'function', 'default'],
        array[
            pg_catalog.pg_encoding_to_char(c.conforencoding), pg_catalog.pg_encoding_to_char(c.contoencoding),
            c.conproc::regproc::text, case when c.condefault then 'default' end
        ]
    from pg_catalog.pg_conversion as c
    join user_schema as s on s.oid = c.connamespace
    union all
    select
        'language', pg_catalog.quote_ident(l.lanname), 'pg_catalog.pg_language'::regclass, l.oid,
        array['trusted', 'handler', 'inline', 'validator'],
        array[
            case when l.lanpltrusted then 'trusted' end, nullif(l.lanplcallfoid, 0)::regproc::text,
            nullif(l.laninline, 0)::regproc::text, nullif(l.lanvalidator, 0)::regproc::text
        ]
    from pg_catalog.pg_language as l
    where l.oid >= 16384
    union all
    select
        'access method', pg_catalog.quote_ident(m.amname), 'pg_catalog.pg_am'::regclass, m.oid,
        array['type', 'handler'],
        array[case m.amtype when 't' then 'table' else 'index' end, m.amhandler::regproc::text]
    from pg_catalog.pg_am as m
    where m.oid >= 16384
    union all
    select
        'transform', pg_catalog.format_type(t.trftype, null) || ' for ' || pg_catalog.quote_ident(l.lanname),
        'pg_catalog.pg_transform'::regclass, t.oid,
        array['from sql', 'to sql'],
        array[nullif(t.trffromsql, 0)::regprocedure::text, nullif(t.trftosql, 0)::regprocedure::text]
    from pg_catalog.pg_transform as t
    join pg_catalog.pg_language as l on l.oid = t.trflang
)
select
    o.kind, o.name, o.class::oid::bigint as class, o.oid::bigint as oid, 0 as sub,
    pg_catalog.json_object(o.labels, o.texts)::text as parts
from object as o
where (o.class, o.oid) not in (select d.classid, d.objid from derived as d)
order by o.kind collate "C", o.name collate "C"
