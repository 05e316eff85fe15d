alter table opskit.revision add column objects_after jsonb
