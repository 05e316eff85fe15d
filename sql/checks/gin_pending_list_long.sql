-- title: GIN indexes with much waiting to be put into them
-- dimension: indexes
-- severity: warning
-- since: 14
-- needs: extension pgstattuple
-- remedy: select pg_catalog.gin_clean_pending_list({literal}); then vacuum its table more often
-- why: every search reads the whole list, and the insert that finds it full puts all of it into the index
with lists as (
    -- Only with fastupdate is there a list. Its length stands in the index; pgstatginindex of pgstattuple reads it.
    select
        x.oid,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(x.relname) as object,
        pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname) as table_name,
        1024 * coalesce(o.list_limit, s.setting::bigint) as limit_bytes
    from pg_catalog.pg_index as i
    join pg_catalog.pg_class as x on x.oid = i.indexrelid and x.relkind = 'i' and x.relpersistence <> 't'
    join pg_catalog.pg_am as am on am.oid = x.relam and am.amname = 'gin'
    join pg_catalog.pg_namespace as n on n.oid = x.relnamespace
    join pg_catalog.pg_class as t on t.oid = i.indrelid
    join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
    join pg_catalog.pg_settings as s on s.name = 'gin_pending_list_limit'
    cross join lateral (
        select
            pg_catalog.max(r.option_value) filter (where r.option_name = 'gin_pending_list_limit')::bigint
                as list_limit,
            pg_catalog.max(r.option_value) filter (where r.option_name = 'fastupdate')::boolean as fastupdate
        from pg_catalog.pg_options_to_table(x.reloptions) as r
    ) as o
    where i.indisvalid and i.indisready and i.indislive
        and coalesce(o.fastupdate, true)
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
), extension as (
    select
        pg_catalog.quote_ident(n.nspname) || '.pgstatginindex' as reader,
        pg_catalog.quote_ident(n.nspname) as schema_name,
        pg_catalog.has_schema_privilege(n.oid, 'usage') as reachable,
        pg_catalog.has_function_privilege(p.oid, 'execute') as executable
    from pg_catalog.pg_extension as e
    join pg_catalog.pg_namespace as n on n.oid = e.extnamespace
    join pg_catalog.pg_proc as p
        on p.pronamespace = n.oid and p.proname = 'pgstatginindex' and p.proargtypes = '2205'::oidvector
    where e.extname = 'pgstattuple'
), judged as (
    select l.*, f.pages * pg_catalog.current_setting('block_size')::bigint as bytes
    from lists as l
    cross join extension as e
    -- which schema the extension is in is known here only: ts_stat runs a query that is given as text
    cross join lateral (
        select w.word::bigint as pages
        from pg_catalog.ts_stat(
            'select pg_catalog.array_to_tsvector(array[g.pending_pages::text]) from ' || e.reader || '('
                || l.oid::text || '::oid::regclass) as g'
        ) as w
    ) as f
    where e.reachable and e.executable
)
select
    j.object,
    pg_catalog.pg_size_pretty(j.bytes) || ' wait to be put into it; gin_pending_list_limit is '
        || pg_catalog.pg_size_pretty(j.limit_bytes) as message,
    true as seen,
    j.table_name,
    j.bytes as pending_bytes,
    j.limit_bytes,
    pg_catalog.quote_literal(j.object) as literal
from judged as j
where j.bytes > j.limit_bytes
union all
select
    pg_catalog.quote_ident(pg_catalog.current_database()),
    'GIN indexes with a pending list: ' || pg_catalog.count(*)::text || '; how long it is cannot be seen: '
        || pg_catalog.concat_ws(
            '; ',
            case when not e.reachable
                then 'grant usage on schema ' || e.schema_name || ' to ' || pg_catalog.quote_ident(current_user) end,
            case when not e.executable
                then 'grant pg_stat_scan_tables to ' || pg_catalog.quote_ident(current_user) end
        ),
    false, null, null, null, null
from lists as l
cross join extension as e
where not (e.reachable and e.executable)
group by e.reachable, e.executable, e.schema_name
order by object
