-- title: Rows in the DEFAULT partition of a range-partitioned table
-- dimension: schema
-- severity: warning
-- since: 14
-- param: max_rows = 1000
-- source: counting stops there: one row is enough to stop the next partition
-- param: max_bytes = 1073741824
-- source: 1 GiB of an emptied partition is read within a few seconds; a larger one is not looked at
-- remedy: {statement}
-- why: the partition these rows belong to cannot be created, and each new one has to read all of the DEFAULT first
with recursive parted as (
    select
        p.partrelid, p.partdefid, d.relkind,
        pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as object,
        pg_catalog.quote_ident(dn.nspname) || '.' || pg_catalog.quote_ident(d.relname) as default_partition,
        pg_catalog.has_schema_privilege(dn.oid, 'usage') and pg_catalog.has_table_privilege(d.oid, 'select')
            as readable,
        pg_catalog.row_security_active(d.oid) as hidden
    from pg_catalog.pg_partitioned_table as p
    join pg_catalog.pg_class as c on c.oid = p.partrelid
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    join pg_catalog.pg_class as d on d.oid = p.partdefid
    join pg_catalog.pg_namespace as dn on dn.oid = d.relnamespace
    -- of a list the DEFAULT partition may well be the place for all others
    where p.partstrat = 'r'
        and n.nspname !~ '^pg_'
        and n.nspname not in ('information_schema', 'opskit')
), tree (root, relid) as (
    select p.partdefid, p.partdefid from parted as p
    union all
    select t.root, i.inhrelid
    from tree as t
    join pg_catalog.pg_inherits as i on i.inhparent = t.relid
), locked as (
    -- the size of a relation that somebody holds, or awaits, exclusively could not be read without waiting
    select distinct l.relation
    from pg_catalog.pg_locks as l
    where l.mode = 'AccessExclusiveLock'
        and l.relation is not null
        and l.database = (select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database())
), sized as (
    select
        t.root,
        pg_catalog.sum(case when l.relation is null then pg_catalog.pg_relation_size(t.relid) end) as bytes,
        pg_catalog.bool_or(c.relkind = 'f') as elsewhere,
        pg_catalog.bool_or(l.relation is not null) as held
    from tree as t
    join pg_catalog.pg_class as c on c.oid = t.relid
    left join locked as l on l.relation = t.relid
    group by t.root
), judged as (
    select
        p.*, s.bytes,
        case
            when s.elsewhere then 'kind'
            when s.held then 'held'
            -- a partition without a page holds no row, whoever asks
            when s.bytes = 0 then 'empty'
            when not p.readable then 'grant'
            when p.hidden then 'rows'
            when s.bytes > %(max_bytes)s::bigint then 'size'
        end as unread
    from parted as p
    join sized as s on s.root = p.partdefid
)
select
    j.object,
    'its DEFAULT partition was not looked at' as message,
    true as seen,
    j.default_partition,
    null::bigint as rows_found,
    j.bytes as default_bytes,
    'in one transaction: alter table ' || j.object || ' detach partition ' || j.default_partition
        || '; create the partitions that its rows need; insert into ' || j.object || ' select * from '
        || j.default_partition || '; truncate ' || j.default_partition || '; alter table ' || j.object
        || ' attach partition ' || j.default_partition || ' default' as statement,
    'select case when f.rows >= ' || (%(max_rows)s::bigint)::text || ' then ''at least '' else '''' end || f.rows::text'
        || ' || case f.rows when 1 then '' row is'' else '' rows are'' end || '
        || pg_catalog.quote_literal(' in its DEFAULT partition ' || j.default_partition)
        || ' as message, f.rows as rows_found from (select pg_catalog.count(*) as rows from (select from '
        || j.default_partition || ' limit ' || (%(max_rows)s::bigint)::text || ') as d) as f where f.rows > 0' as probe
from judged as j
where j.unread is null
union all
select
    j.object,
    'its DEFAULT partition was not looked at: ' || case j.unread
        when 'grant' then 'grant select on ' || j.default_partition || ' or pg_read_all_data to this login'
        when 'rows' then 'row security hides rows from this login: use one with bypassrls'
        when 'kind' then 'it is a foreign table'
        when 'held' then 'somebody holds it exclusively: look again when that is over'
        else 'it is larger than partition_default_rows.max_bytes: raise it'
    end,
    false, j.default_partition, null, j.bytes, null, null
from judged as j
where j.unread <> 'empty'
order by object
