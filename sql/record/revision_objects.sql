-- fact: the objects of the schema before a revision and after it, each with the hash of its definition
-- objects_after is null where the revision was never closed, or by an opskit that did not keep it.
select r.objects_before, pg_catalog.to_jsonb(r) -> 'objects_after' as objects_after
from opskit.revision as r
where r.revision = %(revision)s
