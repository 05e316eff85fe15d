-- title: Sequences whose next number is taken already
-- dimension: integrity
-- severity: critical
-- since: 14
-- param: soon = 10000
-- source: a busy table uses up ten thousand numbers within a day: until then it is critical, further on a warning
-- param: far = 1000000
-- source: a number given by hand a million above the sequence is left alone
-- param: max_lock_pct = 25
-- source: one statement holds all its locks: a quarter of the lock table stays harmless to others
-- remedy: {statement}
-- why: the insert that draws that number fails with a duplicate key; copies and restores leave sequences like that
with recursive fed as (
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
        pg_catalog.has_schema_privilege(sn.oid, 'usage') and pg_catalog.has_schema_privilege(n.oid, 'usage')
            and pg_catalog.has_table_privilege(q.oid, 'select') and pg_catalog.has_table_privilege(c.oid, 'select')
            as readable,
        pg_catalog.row_security_active(c.oid) as hidden
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
), tree (root, relid) as (
    select n.relid, n.relid from numbered as n
    union
    select t.root, i.inhrelid
    from tree as t
    join pg_catalog.pg_inherits as i on i.inhparent = t.relid
), counted as (
    select x.indrelid, pg_catalog.count(*) as indexes from pg_catalog.pg_index as x group by x.indrelid
), weights as (
    select t.root, pg_catalog.sum(2 + coalesce(x.indexes, 0)) as locks
    from tree as t
    left join counted as x on x.indrelid = t.relid
    group by t.root
), judged as (
    select
        n.*,
        w.locks,
        case
            when not n.readable then 'grant'
            when n.hidden then 'rows'
            when pg_catalog.pg_is_in_recovery() then 'standby'
        end as obstacle
    from numbered as n
    join weights as w on w.root = n.relid
), bounded as (
    -- the likeliest first: fewer numbers given out than there are rows
    select
        j.*,
        coalesce(
            j.obstacle,
            case
                when pg_catalog.sum(j.locks) over (
                    partition by j.obstacle is null
                    order by
                        coalesce(case when j.readable then pg_catalog.pg_sequence_last_value(j.seqrelid) end, 0)
                            - j.reltuples,
                        j.seqrelid, j.relid, j.column_name
                ) > %(max_lock_pct)s::numeric / 100
                    * pg_catalog.current_setting('max_locks_per_transaction')::integer
                    * (
                        pg_catalog.current_setting('max_connections')::integer
                        + pg_catalog.current_setting('max_prepared_transactions')::integer
                    ) then 'budget'
            end
        ) as unread
    from judged as j
), found as (
    -- ts_stat runs a query that it is given as text, also on a server without XML; NULL runs nothing
    select
        b.*,
        pg_catalog.split_part(x.word, ' ', 1)::numeric as next,
        pg_catalog.split_part(x.word, ' ', 2)::numeric as taken
    from bounded as b
    left join lateral pg_catalog.ts_stat(
        case when b.unread is null then
            'select pg_catalog.array_to_tsvector(array[s.next::text || '' '' || t.taken::text]) from ('
                || 'select last_value + case when is_called then ' || b.seqincrement::text
                || ' else 0 end as next from ' || b.sequence_name || ') as s'
                || ' cross join lateral (select ' || b.column_name || ' as taken from '
                || case b.relkind when 'p' then '' else 'only ' end || b.table_name || ' where ' || b.column_name
                || case when b.seqincrement > 0 then ' >= s.next' else ' <= s.next' end
                || case when pg_catalog.abs(b.seqincrement) > 1
                    then ' and pg_catalog.mod(' || b.column_name || ' - s.next, ' || b.seqincrement::text || ') = 0'
                    else '' end
                || ' order by ' || b.column_name || case when b.seqincrement > 0 then '' else ' desc' end
                || ' limit 1) as t'
        end
    ) as x on true
), counting as (
    select f.*, pg_catalog.trunc((f.taken - f.next) / f.seqincrement) as inserts from found as f
)
select
    c.table_name || '.' || c.column_name as object,
    'the next number of ' || c.sequence_name || ' is ' || c.next::text
        || case c.inserts when 0 then ', and there is such a row' else
            '; number ' || c.taken::text || ', after ' || c.inserts::text || ' more, is taken' end as message,
    case when c.inserts <= %(soon)s::numeric then 'critical' else 'warning' end as severity,
    true as seen,
    c.table_name,
    c.column_name,
    c.sequence_name,
    c.inserts as inserts_left,
    'select pg_catalog.setval(' || pg_catalog.quote_literal(c.sequence_name) || ', (select pg_catalog.'
        || case when c.seqincrement > 0 then 'max(' else 'min(' end || c.column_name || ') from ' || c.table_name
        || '))' as statement
from counting as c
where c.inserts <= %(far)s::numeric
union all
select
    pg_catalog.quote_ident(pg_catalog.current_database()),
    'numbered columns not looked at (' || pg_catalog.count(*)::text || '): ' || case c.unread
        when 'grant' then 'this login may not read the table and its sequence: grant it pg_read_all_data'
        when 'rows' then 'row security hides rows from this login: use one with bypassrls'
        when 'standby' then 'a standby sees sequences ahead of what they are: ask the primary'
        else 'locking all their tables at once would take more than max_lock_pct: raise it'
    end,
    null, false, null, null, null, null, null
from counting as c
where c.unread is not null
group by c.unread
order by object, message
