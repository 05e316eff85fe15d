-- Whether the look-up of a candidate by user lacked an index: none but the migration's own begins with user_id.
select
    count(*) = 0 as holds,
    coalesce(
        'already served by ' || pg_catalog.string_agg(c.relname, ', ' order by c.relname),
        'no other index of candidates begins with user_id'
    ) as measured
from pg_catalog.pg_index as i
join pg_catalog.pg_class as c on c.oid = i.indexrelid
join pg_catalog.pg_attribute as a on a.attrelid = i.indrelid and a.attnum = (i.indkey::int2[])[0]
where
    i.indrelid = 'candidates'::regclass
    and i.indpred is null
    and a.attname = 'user_id'
    and c.relname <> 'idx_candidates_user_id'
