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
), sized as (
    select
        t.root,
        pg_catalog.sum(pg_catalog.pg_relation_size(t.relid)) as bytes,
        pg_catalog.bool_or(c.relkind = 'f') as elsewhere
    from tree as t
    join pg_catalog.pg_class as c on c.oid = t.relid
    group by t.root
), judged as (
    select
        p.*, s.bytes,
        case
            when s.elsewhere then 'kind'
            -- a partition without a page holds no row, whoever asks
            when s.bytes = 0 then 'empty'
            when not p.readable then 'grant'
            when p.hidden then 'rows'
            when s.bytes > %(max_bytes)s::bigint then 'size'
        end as unread
    from parted as p
    join sized as s on s.root = p.partdefid
), found as (
    -- ts_stat runs a query that it is given as text, also on a server without XML; NULL runs nothing
    select j.*, (
        select s.word::bigint
        from pg_catalog.ts_stat(
            case when j.unread is null then
                'select pg_catalog.array_to_tsvector(array[pg_catalog.count(*)::text]) from (select from '
                    || j.default_partition || ' limit ' || (%(max_rows)s::bigint)::text || ') as d'
            end
        ) as s
    ) as rows_found
    from judged as j
)
select
    f.object,
    case when f.rows_found >= %(max_rows)s::bigint then 'at least ' else '' end || f.rows_found::text
        || case f.rows_found when 1 then ' row is' else ' rows are' end || ' in its DEFAULT partition '
        || f.default_partition as message,
    true as seen,
    f.default_partition,
    f.rows_found,
    f.bytes as default_bytes,
    'in one transaction: alter table ' || f.object || ' detach partition ' || f.default_partition
        || '; create the partitions that its rows need; insert into ' || f.object || ' select * from '
        || f.default_partition || '; truncate ' || f.default_partition || '; alter table ' || f.object
        || ' attach partition ' || f.default_partition || ' default' as statement
from found as f
where f.rows_found > 0
union all
select
    f.object,
    'its DEFAULT partition was not looked at: ' || case f.unread
        when 'grant' then 'grant select on ' || f.default_partition || ' or pg_read_all_data to this login'
        when 'rows' then 'row security hides rows from this login: use one with bypassrls'
        when 'kind' then 'it is a foreign table'
        else 'it is larger than partition_default_rows.max_bytes: raise it'
    end,
    false, f.default_partition, null, f.bytes, null
from found as f
where f.unread <> 'empty'
order by object
