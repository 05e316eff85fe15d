-- fact: how far the sequences are that this login may read and that were used
select s.schemaname::text as schema, s.sequencename::text as name, s.last_value
from pg_catalog.pg_sequences as s
where s.last_value is not null
order by s.schemaname collate "C", s.sequencename collate "C"
