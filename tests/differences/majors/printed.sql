-- What servers print from expressions, of every kind that has some: no two majors may be told apart by it.
create table m_orders (
    id bigint generated always as identity primary key, customer int not null, at timestamptz default now(),
    state varchar(10) default 'new', total numeric(10, 2) default 0.00, tags text[] default '{}', doc jsonb default '{}',
    day date generated always as ((at at time zone 'UTC')::date) stored, code text default upper('a' || 'b'),
    check (state in ('new', 'paid')), check (total between 0 and 1000), check (extract(year from at) > 2000),
    check (customer is not null and (code ~ '^[A-Z]+$' or code is distinct from 'x'))
);
create table m_events (at timestamptz not null, kind text) partition by range (at);
create table m_events_2026 partition of m_events
    for values from ('2026-01-01 00:00:00+00') to ('2027-01-01 00:00:00+00');
create table m_hash (a int) partition by hash ((a % 7));
create index m_orders_lower on m_orders (lower(state), (doc ->> 'k')) where total > 0 and state <> 'new';
create index m_orders_trgm on m_orders using gin (tags) with (fastupdate = off);
create statistics m_orders_stats (dependencies) on customer, state from m_orders;
create view m_single as
    select o.id, o.total * 2 as twice, case when o.state = 'new' then 1 else 0 end as fresh
    from m_orders as o where o.total > 5 and exists (select 1 from m_events as e where e.at > o.at) order by o.id;
create view m_joined as
    select o.id, e.kind, count(*) over (partition by o.customer) as n
    from m_orders as o left join m_events as e on e.at = o.at and e.kind like 'a%' where o.tags && array['x'];
create view m_recursive as
    with recursive t (n) as (select 1 union all select n + 1 from t where n < 5) select n from t;
create view m_grouped as
    select customer, state, sum(total) filter (where total > 0) as s from m_orders group by rollup (customer, state)
    having count(*) > 1;
create materialized view m_stored as select id, coalesce(code, 'none') as code, current_date as today from m_orders;
create view m_values as select * from (values (1, 'a'), (2, 'b')) as v (a, b) union select id, code from m_stored;
create view m_times as select at at time zone 'UTC' as u, date_trunc('day', at) as d, interval '1 day' as i from m_orders;
create function m_body(a int, b int default 2 + 3) returns int stable begin atomic select m_orders.customer + a
    from m_orders where m_orders.id = b limit 1; end;
create function m_set() returns void language plpgsql set search_path = public, pg_temp set work_mem = '8MB'
    as $$ begin perform 1; end $$;
create function m_fire() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger m_when before update of total on m_orders for each row
    when (old.total is distinct from new.total) execute function m_fire();
alter table m_orders enable row level security;
create policy m_mine on m_orders using (customer = any (array[1, 2]) and current_user = 'x') with check (total > 0);
create rule m_guard as on delete to m_orders where old.total > 100 do instead nothing;
create domain m_email as text check (value ~ '@') default lower('X@Y');
create type m_float as range (subtype = float8, subtype_diff = float8mi);
comment on table m_orders is 'orders';
