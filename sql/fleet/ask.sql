-- fact: this session asks in the name of a run, until it ends; then workers begin nothing of it any more
-- param: high, low: integer, the two halves of the key
select pg_catalog.pg_advisory_lock(%(high)s::integer, %(low)s::integer)
