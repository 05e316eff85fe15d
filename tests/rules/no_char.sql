-- caught: char(n)
create table t (a char(3));
-- clean: text
create table t (a text);
