-- title: The three totals of the dashboard, as they were at the last refresh (now: workload/dashboard_counts.sql)
-- weight: 1
-- slo: p50_ms < 100
select topic, total, as_of
from dashboard_totals
