"""What is said of an index beside its CREATE INDEX."""

from __future__ import annotations

from opskit.catalog.facts import fact
from opskit.core.step import Reader
from opskit.migrate.definitions.belongings import comments
from opskit.migrate.definitions.gone import gone
from opskit.migrate.named import Address
from opskit.migrate.spelled_out import spelled_out

_TABLESPACE = """
select s.spcname::text as name from pg_catalog.pg_class as c
join pg_catalog.pg_tablespace as s on s.oid = c.reltablespace where c.oid = %(oid)s::pg_catalog.oid
"""
# Of the places of undo_define_class_index those of CREATE INDEX and ATTACH PARTITION.
_MADE = (0, 40)


def besides(db: Reader, index: Address) -> list[str]:
    """Of the index and of its parts on partitions, when all of them are there again."""
    with spelled_out(db):
        parts = [each.address for each in gone(db, [index]) if each.catalog == "pg_class"]
        rows = db.rows(fact("undo_define_class_index"), oids=[each.oid for each in parts], relations=[])
        settings = sorted((row["place"], row["statement"]) for row in rows if row["place"] not in _MADE)
        return [*(said for _, said in settings), *(each.statement for each in comments(db, parts))]


def tablespace(db: Reader, index: Address) -> str:
    """Empty for that of the database."""
    rows = db.rows(_TABLESPACE, oid=index.oid)
    return str(rows[0]["name"]) if rows else ""
