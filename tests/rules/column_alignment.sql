-- caught: narrow and wide in turn
create table t (a boolean, b bigint, c boolean, d bigint);
-- clean: wide first
create table t (b bigint, d bigint, a boolean, c boolean);
-- clean: one of a kind
create table t (a integer, b text);
