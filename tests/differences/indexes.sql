-- case
create table i1 (a int, b int);
create index i1_i on i1 (a);
-- becomes
drop index i1_i;
create index i1_i on i1 (a desc);
-- told: index public.i1_i: definition (a) -> (a DESC)

-- case
create table i2 (a int);
create index i2_i on i2 (a);
-- becomes
drop index i2_i;
create unique index i2_i on i2 (a);
-- told: index public.i2_i: definition none -> UNIQUE

-- case
create table i3 (a int);
create index i3_i on i3 (a);
-- becomes
drop index i3_i;
create index i3_i on i3 using hash (a);
-- told: index public.i3_i: definition btree -> hash

-- case
create table i4 (a int);
create index i4_i on i4 (a);
-- becomes
drop index i4_i;
create index i4_i on i4 (a) where a > 0;
-- told: index public.i4_i: definition none -> WHERE (a > 0)

-- case
create table i5 (a int, b int);
create index i5_i on i5 (a);
-- becomes
drop index i5_i;
create index i5_i on i5 (a) include (b);
-- told: index public.i5_i: definition none -> INCLUDE (b)

-- case
create table i6 (a int);
create index i6_i on i6 (a);
-- becomes
alter index i6_i set (fillfactor = 50);
-- told: index public.i6_i: definition none -> WITH (fillfactor='50')

-- case
create table i7 (a int);
create index i7_i on i7 ((a + 1));
-- becomes
alter index i7_i alter column 1 set statistics 300;
-- told: index public.i7_i: statistics none -> 1: 300

-- case
create table i8 (a int);
create index i8_i on i8 (a);
-- becomes
update pg_index set indisvalid = false where indexrelid = 'i8_i'::regclass;
-- told: index public.i8_i: only here
-- told: invalid index public.i8_i: only there

-- case
create table i9 (a int);
create index i9_i on i9 (a);
-- becomes
alter table i9 cluster on i9_i;
-- told: index public.i9_i: clustered no -> yes

-- case
create table i10 (a int not null);
create unique index i10_i on i10 (a);
-- becomes
alter table i10 replica identity using index i10_i;
-- told: index public.i10_i: replica identity no -> yes

-- case, since 15
create table i11 (a int);
create unique index i11_i on i11 (a);
-- becomes
drop index i11_i;
create unique index i11_i on i11 (a) nulls not distinct;
-- told: index public.i11_i: definition none -> NULLS NOT DISTINCT

-- case
create table i12 (a text);
create index i12_i on i12 (a);
-- becomes
drop index i12_i;
create index i12_i on i12 (a text_pattern_ops);
-- told: index public.i12_i: definition (a) -> (a text_pattern_ops)

-- case
create table i13 (a int) partition by range (a);
create table i13a partition of i13 default;
create index i13_i on only i13 (a);
create index i13a_i on i13a (a);
-- becomes
alter index i13_i attach partition i13a_i;
-- told: index public.i13_i: invalid yes -> no
-- told: index public.i13a_i: attached to none -> public.i13_i

-- case
create table i14 (a int);
create index i14_i on i14 (a);
-- becomes
comment on index i14_i is 'said';
-- told: index public.i14_i: comment none -> said
