-- clean
create extension if not exists pg_stat_statements;
-- broken
-- expect: pg_stat_statements
drop extension pg_stat_statements;
-- fixed
create extension pg_stat_statements;
