-- caught: no comment
create table t (a integer);
-- clean: a comment
create table t (a integer);
comment on table t is 'what it is for';
-- clean: a partition
create table p partition of t for values in (1);
