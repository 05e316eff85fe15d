"""What a publication says and holds."""

from __future__ import annotations

from opskit.catalog.facts import fact
from opskit.core.step import Reader
from opskit.migrate.named import Address
from opskit.migrate.spelled_out import spelled_out

_MEMBERS = """
select d.objid::pg_catalog.int8 as oid, k.relname::text as catalog, pg_catalog.quote_ident(n.nspname) as schema,
    (select pg_catalog.quote_ident(cn.nspname) || '.' || pg_catalog.quote_ident(c.relname)
     from pg_catalog.pg_class as c join pg_catalog.pg_namespace as cn on cn.oid = c.relnamespace
     where c.oid = r.refobjid) as relation
from pg_catalog.pg_depend as d
join pg_catalog.pg_class as k on k.oid = d.classid
join pg_catalog.pg_depend as r
    on r.classid = d.classid and r.objid = d.objid and r.refclassid <> d.refclassid and r.refobjsubid = 0
left join pg_catalog.pg_namespace as n on k.relname = 'pg_publication_namespace' and n.oid = r.refobjid
where d.refclassid = %(class)s::pg_catalog.oid and d.refobjid = %(oid)s::pg_catalog.oid
order by d.objid
"""
_MAJOR = "select pg_catalog.current_setting('server_version_num')::pg_catalog.int4 / 10000 as major"


def options(db: Reader, publication: Address) -> str:
    """In parentheses, as WITH and SET take them."""
    row = db.rows(fact("undo_define_publication"), oids=[publication.oid])[0]
    return "(" + str(row["statement"]).rpartition(" WITH (")[2]


def members(db: Reader, publication: Address) -> dict[str, str]:
    """By name ("schema x" for all tables of one) the statement that puts each in."""
    found = {}
    major = int(db.rows(_MAJOR)[0]["major"])
    with spelled_out(db):
        for row in db.rows(_MEMBERS, **{"class": publication.catalog}, oid=publication.oid):
            slug = f"undo_define_{row['catalog'].removeprefix('pg_')}"
            name = f"schema {row['schema']}" if row["schema"] else row["relation"]
            found[name] = str(db.rows(fact(slug, major), oids=[row["oid"]])[0]["statement"])
    return found
