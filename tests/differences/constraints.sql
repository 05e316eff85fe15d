-- case
create table k1 (a int);
-- becomes
alter table k1 add constraint k1_c check (a > 0);
-- told: constraint public.k1.k1_c: only there

-- case
create table k2 (a int, constraint k2_c check (a > 0));
-- becomes
alter table k2 drop constraint k2_c, add constraint k2_c check (a > 1);
-- told: constraint public.k2.k2_c: definition 0)) -> 1))

-- case
create table k3 (a int, constraint k3_c check (a > 0));
-- becomes
alter table k3 drop constraint k3_c, add constraint k3_c check (a > 0) not valid;
-- told: constraint public.k3.k3_c: definition none -> NOT VALID

-- case
create table k4 (a int primary key);
create table k4a (a int constraint k4_f references k4);
-- becomes
alter table k4a drop constraint k4_f, add constraint k4_f foreign key (a) references k4 on delete cascade;
-- told: constraint public.k4a.k4_f: definition none -> ON DELETE CASCADE

-- case
create table k5 (a int primary key);
create table k5a (a int constraint k5_f references k5);
-- becomes
alter table k5a alter constraint k5_f deferrable initially deferred;
-- told: constraint public.k5a.k5_f: definition none -> DEFERRABLE INITIALLY DEFERRED

-- case
create table k6 (a int primary key);
create table k6a (a int constraint k6_f references k6);
-- becomes
alter table k6a disable trigger all;
-- told: constraint public.k6a.k6_f: triggers none -> disabled

-- case, since 18
create table k7 (a int primary key);
create table k7a (a int constraint k7_f references k7);
-- becomes
alter table k7a alter constraint k7_f not enforced;
-- told: constraint public.k7a.k7_f: definition none -> NOT ENFORCED

-- case
create table k8 (a int, b int, constraint k8_u unique (a));
-- becomes
alter table k8 drop constraint k8_u, add constraint k8_u unique (a, b);
-- told: constraint public.k8.k8_u: definition (a) -> (a, b)
-- told: index public.k8_u: definition (a) -> (a, b)

-- case
create table k9 (a int4range, constraint k9_x exclude using gist (a with &&));
-- becomes
alter table k9 drop constraint k9_x, add constraint k9_x exclude using gist (a with =);
-- told: constraint public.k9.k9_x: definition &&) -> =)

-- case
create table k10 (a int, constraint k10_c check (a > 0));
-- becomes
comment on constraint k10_c on k10 is 'said';
-- told: constraint public.k10.k10_c: comment none -> said
