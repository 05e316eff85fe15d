-- caught: neither
create table t (a integer);
-- clean: both
create table t (a integer, created_at timestamptz, updated_at timestamptz);
