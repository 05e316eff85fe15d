-- fact: the extensions that one needs and that are not there, what needs others first
-- param: name: text, the extension
with recursive needed (name, depth) as (
    select r.name::text, 1
    from pg_catalog.pg_available_extension_versions as v
    cross join lateral pg_catalog.unnest(v.requires) as r (name)
    where v.name = %(name)s
    union
    select r.name::text, n.depth + 1
    from needed as n
    join pg_catalog.pg_available_extension_versions as v on v.name = n.name
    cross join lateral pg_catalog.unnest(v.requires) as r (name)
    where n.depth < 20
)
select n.name
from needed as n
where not exists (select from pg_catalog.pg_extension as e where e.extname = n.name)
group by n.name
order by max(n.depth), n.name collate "C"
