-- fact: collations
-- param: oids: oid[] of collations
select
    c.oid::pg_catalog.int8 as oid, 0 as sub, 0 as place,
    'CREATE COLLATION ' || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.collname)
        -- Only those of initdb hold for every encoding, and what was made from them.
        || case when c.collprovider = 'c' and c.collencoding = -1
            then ' FROM pg_catalog.' || pg_catalog.quote_ident(c.collcollate)
            else ' (' || pg_catalog.concat_ws(', ',
            'provider = ' || case c.collprovider when 'c' then 'libc' when 'i' then 'icu' when 'b' then 'builtin' end,
            'lc_collate = ' || pg_catalog.quote_literal(case when c.collprovider = 'c' then c.collcollate end),
            'lc_ctype = ' || pg_catalog.quote_literal(case when c.collprovider = 'c' then c.collctype end),
            'locale = ' || pg_catalog.quote_literal(case
                when c.collprovider <> 'c' then coalesce(
                    pg_catalog.to_jsonb(c) ->> 'colllocale', pg_catalog.to_jsonb(c) ->> 'colliculocale', c.collcollate
                )
            end),
            'rules = ' || pg_catalog.quote_literal(pg_catalog.to_jsonb(c) ->> 'collicurules'),
            case when not c.collisdeterministic then 'deterministic = false' end
        ) || ')' end as statement,
    '' as trouble
from pg_catalog.pg_collation as c
join pg_catalog.pg_namespace as n on n.oid = c.collnamespace
where c.oid = any (%(oids)s::pg_catalog.oid[])
order by c.oid
