-- title: The clock of the server is not that of this machine
-- dimension: monitoring
-- severity: warning
-- since: 14
-- given: machine
-- param: max_seconds = 5
-- source: a judgement: it is read to the whole second, and over a slow way a second or two late
-- remedy: let both keep time by NTP (timedatectl, chronyc tracking)
-- why: windows, the end of waivers and what happened first are told by two clocks, and with them who may act when
select
    'clock' as object,
    'it is ' || pg_catalog.abs(m.skew_s)::text || ' s ' || case when m.skew_s > 0 then 'ahead' else 'behind' end
        as message,
    m.skew_s as skew_seconds
from pg_catalog.jsonb_to_record(%(machine)s::jsonb) as m (skew_s integer)
where pg_catalog.abs(m.skew_s) > %(max_seconds)s::numeric
order by object
