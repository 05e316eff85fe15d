-- fact: functions, procedures and aggregates; what a type brings with it is not listed
-- param: oids: oid[] of functions
select
    f.oid::pg_catalog.int8 as oid, 0 as sub, 0 as place,
    case
        when f.prokind <> 'a' then pg_catalog.rtrim(pg_catalog.pg_get_functiondef(f.oid), E'\n')
        else 'CREATE AGGREGATE ' || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(f.proname)
            || '(' || case
                when pg_catalog.pg_get_function_arguments(f.oid) = '' then '*' else pg_catalog.pg_get_function_arguments(f.oid)
            end || ') (' || pg_catalog.concat_ws(', ',
                'SFUNC = ' || g.aggtransfn::pg_catalog.regproc::text,
                'STYPE = ' || pg_catalog.format_type(g.aggtranstype, null),
                'SSPACE = ' || nullif(g.aggtransspace, 0),
                'FINALFUNC = ' || nullif(g.aggfinalfn::pg_catalog.regproc::text, '-'),
                case when g.aggfinalextra then 'FINALFUNC_EXTRA' end,
                'FINALFUNC_MODIFY = ' || case when g.aggfinalfn <> 0 then
                    case g.aggfinalmodify when 'r' then 'READ_ONLY' when 's' then 'SHAREABLE' else 'READ_WRITE' end end,
                'COMBINEFUNC = ' || nullif(g.aggcombinefn::pg_catalog.regproc::text, '-'),
                'SERIALFUNC = ' || nullif(g.aggserialfn::pg_catalog.regproc::text, '-'),
                'DESERIALFUNC = ' || nullif(g.aggdeserialfn::pg_catalog.regproc::text, '-'),
                'INITCOND = ' || pg_catalog.quote_literal(g.agginitval),
                'MSFUNC = ' || nullif(g.aggmtransfn::pg_catalog.regproc::text, '-'),
                'MINVFUNC = ' || nullif(g.aggminvtransfn::pg_catalog.regproc::text, '-'),
                'MSTYPE = ' || case when g.aggmtranstype <> 0 then pg_catalog.format_type(g.aggmtranstype, null) end,
                'MFINALFUNC = ' || nullif(g.aggmfinalfn::pg_catalog.regproc::text, '-'),
                case when g.aggmfinalextra then 'MFINALFUNC_EXTRA' end,
                'MINITCOND = ' || pg_catalog.quote_literal(g.aggminitval),
                'SORTOP = OPERATOR(' || (
                    select pg_catalog.quote_ident(sn.nspname) || '.' || o.oprname
                    from pg_catalog.pg_operator as o
                    join pg_catalog.pg_namespace as sn on sn.oid = o.oprnamespace
                    where o.oid = g.aggsortop
                ) || ')',
                case g.aggkind when 'h' then 'HYPOTHETICAL' end,
                'PARALLEL = ' || case f.proparallel when 's' then 'SAFE' when 'r' then 'RESTRICTED' else 'UNSAFE' end
            ) || ')'
    end as statement,
    '' as trouble
from pg_catalog.pg_proc as f
join pg_catalog.pg_namespace as n on n.oid = f.pronamespace
left join pg_catalog.pg_aggregate as g on g.aggfnoid = f.oid
where
    f.oid = any (%(oids)s::pg_catalog.oid[])
    and not exists (
        select from pg_catalog.pg_depend as d
        where d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and d.objid = f.oid and d.deptype = 'i'
    )
order by f.oid
