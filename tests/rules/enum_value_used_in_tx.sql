-- caught: added and used
begin;
alter type mood add value 'calm';
insert into t values ('calm');
commit;
-- clean: committed in between
alter type mood add value 'calm';
insert into t values ('calm');
-- clean: another value
begin;
alter type mood add value 'calm';
insert into t values ('glad');
commit;
-- clean: a value renamed
begin;
alter type mood rename value 'sad' to 'calm';
insert into t values ('calm');
commit;
