-- title: Applications and interviews of an employer at the last refresh (now: workload/employer_dashboard.sql)
-- weight: 4
-- slo: p50_ms < 100
-- param: employer_id = (select 1 + floor(max(id) * power(random(), 2.5))::integer from employers)
select interviews, applications
from dashboard_of_employer
where employer_id = %(employer_id)s
