-- title: Settings that give up the safety of the data
-- dimension: configuration
-- severity: critical
-- since: 14
-- param: ignored = none
-- source: names of settings to leave alone, for throwaway servers only
-- remedy: alter system set {object} = {wanted}; select pg_catalog.pg_reload_conf()
-- why: after a crash the data may be damaged beyond repair, or damage is read as if it were data
select
    s.name as object,
    s.name || ' is ' || s.reset_val || ', it must be ' || w.wanted as message,
    w.wanted,
    s.source
from pg_catalog.pg_settings as s
join (
    values
        ('fsync', 'on'), ('full_page_writes', 'on'),
        ('zero_damaged_pages', 'off'), ('ignore_checksum_failure', 'off')
) as w (name, wanted) on w.name = s.name
where s.reset_val <> w.wanted
    and pg_catalog.strpos(%(ignored)s::text, s.name) = 0
order by object
