-- title: Sequences whose next number is taken already
-- dimension: integrity
-- severity: warning
-- since: 14
-- param: soon = 10000
-- source: a busy table uses up ten thousand numbers within a day: until then it is critical, further on a warning
-- param: far = 1000000
-- source: a number given by hand a million above the sequence is left alone
-- param: max_columns = 500
-- source: each is a query of its own, a millisecond or less; those of the largest tables come first
-- remedy: {statement}
-- why: the insert that draws that number fails with a duplicate key; copies and restores leave sequences like that
with locked as (
    -- a relation that somebody holds, or awaits, exclusively could not be read without waiting
    select distinct l.relation
    from pg_catalog.pg_locks as l
    where l.mode = 'AccessExclusiveLock'
        and l.relation is not null
        and l.database = (select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database())
), fed as (
    -- columns whose default draws from a sequence, and identity columns
    select d.refobjid as seqrelid, f.adrelid as relid, f.adnum as attnum
    from pg_catalog.pg_depend as d
    join pg_catalog.pg_attrdef as f on f.oid = d.objid
    where d.classid = 'pg_catalog.pg_attrdef'::regclass
        and d.refclassid = 'pg_catalog.pg_class'::regclass
    union
    select d.objid, d.refobjid, d.refobjsubid
    from pg_catalog.pg_depend as d
    where d.classid = 'pg_catalog.pg_class'::regclass
        and d.refclassid = 'pg_catalog.pg_class'::regclass
        and d.refobjsubid > 0
        and d.deptype = 'i'
), numbered as (
    select
        s.seqrelid, s.seqincrement, c.oid as relid, c.relkind, c.reltuples,
        pg_catalog.quote_ident(sn.nspname) || '.' || pg_catalog.quote_ident(q.relname) as sequence_name,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as table_name,
        pg_catalog.quote_ident(a.attname) as column_name,
        case
            when not (
                pg_catalog.has_schema_privilege(sn.oid, 'usage') and pg_catalog.has_schema_privilege(n.oid, 'usage')
                and pg_catalog.has_table_privilege(q.oid, 'select') and pg_catalog.has_table_privilege(c.oid, 'select')
            ) then 'grant'
            when pg_catalog.row_security_active(c.oid) then 'rows'
            when pg_catalog.pg_is_in_recovery() then 'standby'
            when c.oid in (select l.relation from locked as l) then 'held'
        end as obstacle
    from fed as f
    join pg_catalog.pg_sequence as s on s.seqrelid = f.seqrelid
    join pg_catalog.pg_class as q on q.oid = s.seqrelid
    join pg_catalog.pg_namespace as sn on sn.oid = q.relnamespace
    join pg_catalog.pg_class as c on c.oid = f.relid and c.relkind in ('r', 'p') and not c.relispartition
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    join pg_catalog.pg_attribute as a on a.attrelid = f.relid and a.attnum = f.attnum
    join pg_catalog.pg_type as t on t.oid = a.atttypid
    where case t.typtype when 'd' then t.typbasetype else t.oid end
            in ('int2'::regtype, 'int4'::regtype, 'int8'::regtype)
        and not s.seqcycle
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
        -- only where the number alone must be unique does a second use of it fail
        and exists (
            select from pg_catalog.pg_index as i
            where i.indrelid = c.oid
                and i.indisunique and i.indisvalid and i.indnkeyatts = 1
                and i.indkey[0] = a.attnum
                and i.indpred is null
        )
), bounded as (
    select
        n.*,
        coalesce(
            n.obstacle,
            case
                when pg_catalog.row_number() over (
                    partition by n.obstacle is null
                    order by n.reltuples desc, n.relid, n.seqrelid, n.column_name
                ) > %(max_columns)s::bigint then 'budget'
            end
        ) as unread
    from numbered as n
)
select
    b.table_name || '.' || b.column_name as object,
    b.sequence_name || ' was not looked at' as message,
    'critical' as severity,
    true as seen,
    b.table_name,
    b.column_name,
    b.sequence_name,
    null::bigint as inserts_left,
    'select pg_catalog.setval(' || pg_catalog.quote_literal(b.sequence_name) || ', (select pg_catalog.'
        || case when b.seqincrement > 0 then 'max(' else 'min(' end || b.column_name || ') from ' || b.table_name
        || '))' as statement,
    -- the nearest number that the sequence would give and that is taken: one step in the index
    'select ' || pg_catalog.quote_literal('the next number of ' || b.sequence_name || ' is ')
        || ' || f.next::text || case f.inserts when 0 then '', and there is such a row'' else ''; number '' || '
        || 'f.taken::text || '', after '' || f.inserts::text || '' more, is taken'' end as message, '
        || 'case when f.inserts <= ' || (%(soon)s::bigint)::text || ' then ''critical'' else ''warning'' end '
        || 'as severity, f.inserts as inserts_left from (select n.next, t.taken, (t.taken - n.next) / '
        || b.seqincrement::text || ' as inserts from (select s.last_value + case when s.is_called then '
        || b.seqincrement::text || ' else 0 end as next from ' || b.sequence_name || ' as s) as n '
        || 'cross join lateral (select c.' || b.column_name || '::bigint as taken from '
        || case b.relkind when 'p' then '' else 'only ' end || b.table_name || ' as c where c.' || b.column_name
        || case when b.seqincrement > 0 then ' >= n.next' else ' <= n.next' end
        || case when pg_catalog.abs(b.seqincrement) > 1
            then ' and pg_catalog.mod(c.' || b.column_name || ' - n.next, ' || b.seqincrement::text || ') = 0'
            else '' end
        || ' order by c.' || b.column_name || case when b.seqincrement > 0 then '' else ' desc' end
        || ' limit 1) as t) as f where f.inserts <= ' || (%(far)s::bigint)::text as probe
from bounded as b
where b.unread is null
union all
select
    pg_catalog.quote_ident(pg_catalog.current_database()),
    'numbered columns not looked at (' || pg_catalog.count(*)::text || '): ' || case b.unread
        when 'grant' then 'this login may not read the table and its sequence: grant it pg_read_all_data'
        when 'rows' then 'row security hides rows from this login: use one with bypassrls'
        when 'standby' then 'a standby sees sequences ahead of what they are: ask the primary'
        when 'held' then 'somebody holds their tables exclusively: look again when that is over'
        else 'they are beyond sequence_behind_column.max_columns: raise it'
    end,
    null, false, null, null, null, null, null, null
from bounded as b
where b.unread is not null
group by b.unread
order by object, message
