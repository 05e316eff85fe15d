-- caught: nothing to allow
-- opskit: allow create-index-blocking: small table
select 1;
-- caught: no reason
create index i on t (a); -- opskit: allow create-index-blocking
-- caught: no such rule
select 1; -- opskit: allow everything: please
-- clean: it allows a finding
-- opskit: allow create-index-blocking: small table
create index i on t (a);
