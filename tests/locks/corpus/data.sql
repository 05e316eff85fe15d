-- case: insert
insert into customers (id, name, city, nick) values (1000, 'x', 'x', 'x');

-- case: insert with a foreign key
insert into orders (customer_id, code) values (1, 'new');

-- case: insert from a select
insert into counters select n + 1000, n + 1000, n + 1000 from counters;

-- case: insert on conflict
insert into counters values (1, 1, 1) on conflict (id) do update set n = excluded.n;

-- case: insert into a partitioned table
insert into events values (1, '2026-02-02', 1, 'x');

-- case: insert into a partitioned table with a foreign key
insert into payments values (1000, '2026-02-02', 1, 1);

-- case: insert through a view
insert into reading_values (id, value) values (1000, 1);

-- case: update of every row
-- which indexes data statements lock beyond those of the table written is the planner's choice
update customers set score = 1;

-- case: update of a key that is referenced
-- given: insert into customers (id, name, city, nick) values (1000, 'x', 'x', 'x')
update customers set id = 2000 where id = 1000;

-- case: update of a key that rows refer to
-- fails: 23503
update customers set id = id + 1000 where id = 300;

-- case: update of a foreign key
update items set order_id = 1;

-- case: update with a where clause
update customers set score = 1 where region = 'r1';

-- case: update by key
update customers set score = 1 where id = 1;

-- case: update of a partitioned table
-- the index of the partitioned table itself from 16
update events set kind = 'x';

-- case: update of one partition through the parent
update events set kind = 'x' where day = '2026-02-02';

-- case: update from another table
update items set quantity = c.score from customers as c where c.id = items.customer_id;

-- case: update of an inheritance parent
update animals set name = 'x';

-- case: update of only the inheritance parent
update only animals set name = 'x';

-- case: update with a trigger
update orders set note = 'x';

-- case: update null backfill
update customers set region = 'none' where region is null;

-- case: delete of every row
delete from counters;

-- case: delete of rows that are referenced
delete from customers where id = 1000;

-- case: delete with cascading keys
-- given: alter table orders drop constraint orders_customer_fk
-- given: alter table orders add constraint orders_customer_fk foreign key (customer_id) references customers on delete cascade
delete from customers where id = 1000;

-- case: delete using another table
delete from counters using customers where customers.id = counters.id;

-- case: delete with a rule
delete from staff;

-- case: merge
-- pg: >= 15
merge into counters using customers on customers.id = counters.id
when matched then update set n = counters.n + 1000 when not matched then insert values (customers.id, 1, 1);

-- case: with a data change
with gone as (delete from counters where id = 1 returning *) insert into drafts (id) select id + 1000 from gone;

-- case: copy out
copy customers to '/dev/null';
