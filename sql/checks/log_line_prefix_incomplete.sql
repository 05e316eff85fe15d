-- title: Lines of the log that do not say when, by whom and where
-- dimension: monitoring
-- severity: warning
-- since: 14
-- remedy: alter system set {object} = '{wanted}'; select pg_catalog.pg_reload_conf()
-- why: an error in the log cannot be followed to its session, its user or its database
with settings as (
    -- an escape is a percent sign, a width and a letter; two percent signs are none
    select
        s.name, s.reset_val, pg_catalog.chr(37) as sign,
        pg_catalog.replace(s.reset_val, pg_catalog.repeat(pg_catalog.chr(37), 2), '') as prefix
    from pg_catalog.pg_settings as s
    where s.name = 'log_line_prefix'
        -- csv and json hold it all, and syslog adds its own time and process
        and pg_catalog.current_setting('log_destination') !~ 'csvlog|jsonlog'
), lacking as (
    select
        s.*,
        pg_catalog.string_agg(w.meaning, ', ' order by w.place) as meanings,
        pg_catalog.bool_or(w.place <= 2) as serious
    from settings as s
    join (values (1, 'time', '[tmn]'), (2, 'process', '[pc]'), (3, 'user', 'u'), (4, 'database', 'd'))
        as w (place, meaning, letters)
        on s.prefix !~ (s.sign || '-?[0-9]*' || w.letters)
        and not (w.place <= 2 and pg_catalog.current_setting('log_destination') !~ 'stderr|eventlog')
    group by s.name, s.reset_val, s.sign, s.prefix
)
select
    l.name as object,
    'log_line_prefix is ' || pg_catalog.quote_literal(l.reset_val) || ', without ' || l.meanings as message,
    case when l.serious then 'warning' else 'info' end as severity,
    l.meanings as lacking,
    pg_catalog.replace('~m [~p] ~q~u@~d/~a ', '~', l.sign) as wanted
from lacking as l
order by object
