-- fact: the least steady of the functions that go by each name: i, s or v, as pg_proc has it
-- param: named: text[] of function names as they print, without arguments
select w.written, max(p.provolatile::text) as volatility
from pg_catalog.unnest(%(named)s::text[]) as w (written)
join pg_catalog.pg_proc as p
    on w.written in (
        pg_catalog.quote_ident(p.proname),
        (select pg_catalog.quote_ident(n.nspname) from pg_catalog.pg_namespace as n where n.oid = p.pronamespace)
            || '.' || pg_catalog.quote_ident(p.proname)
    )
group by w.written
order by w.written collate "C"
