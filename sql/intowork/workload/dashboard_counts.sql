-- title: The three totals of the dashboard in one round trip
-- seed: 35 ms -> 18 ms (2x)
-- weight: 1
-- slo: p50_ms < 100
select
    (select count(*) from users) as users,
    (select count(*) from jobs) as jobs,
    (select count(*) from job_applications) as applications
