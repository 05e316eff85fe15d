-- clean
create schema tools;
create extension pgstattuple schema tools;
-- broken
-- expect: amcheck
create extension amcheck schema public;
-- fixed
create schema if not exists extensions;
alter extension amcheck set schema extensions;
