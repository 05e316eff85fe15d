-- caught, in doubt: a view of a hundred and twenty unions
create view v as select 1 union select 1 union select 1 union select 1 union select 1 union select 1 union
select 1 union select 1 union select 1 union select 1 union select 1 union select 1 union select 1 union select
1 union select 1 union select 1 union select 1 union select 1 union select 1 union select 1 union select 1
union select 1 union select 1 union select 1 union select 1 union select 1 union select 1 union select 1 union
select 1 union select 1 union select 1 union select 1 union select 1 union select 1 union select 1 union select
1 union select 1 union select 1 union select 1 union select 1 union select 1 union select 1 union select 1
union select 1 union select 1 union select 1 union select 1 union select 1 union select 1 union select 1 union
select 1 union select 1 union select 1 union select 1 union select 1 union select 1 union select 1 union select
1 union select 1 union select 1 union select 1 union select 1 union select 1 union select 1 union select 1
union select 1 union select 1 union select 1 union select 1 union select 1 union select 1 union select 1 union
select 1 union select 1 union select 1 union select 1 union select 1 union select 1 union select 1 union select
1 union select 1 union select 1 union select 1 union select 1 union select 1 union select 1 union select 1
union select 1 union select 1 union select 1 union select 1 union select 1 union select 1 union select 1 union
select 1 union select 1 union select 1 union select 1 union select 1 union select 1 union select 1 union select
1 union select 1 union select 1 union select 1 union select 1 union select 1 union select 1 union select 1
union select 1 union select 1 union select 1 union select 1 union select 1 union select 1 union select 1 union
select 1 union select 1 union select 1 union select 1;

-- clean: a view of two
create view v as select 1 union select 1;
