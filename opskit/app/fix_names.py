"""Names for the indexes that a remedy leaves unnamed: those PostgreSQL would choose, chosen once, so that the plan can
show them and each step finds its own."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.fix_mends import Mend
from opskit.catalog.facts import fact
from opskit.core.step import Reader
from opskit.migrate import naming
from opskit.migrate.index_columns import index_column_names
from opskit.migrate.parser import deparse, parse
from opskit.value import replace


def named(db: Reader, mends: Sequence[Mend]) -> list[Mend]:
    given: set[tuple[str, str]] = set()
    return [_named(db, mend, given) for mend in mends]


def _named(db: Reader, mend: Mend, given: set[tuple[str, str]]) -> Mend:
    parsed = parse(mend.sql)[0]
    node = parsed.node
    if parsed.kind != "index_stmt" or node.idxname:
        return mend
    schema = node.relation.schemaname
    rows = db.rows(fact("names_taken"), schemas=[schema], label="idx")
    taken = {str(row["name"]) for row in rows} | {name for place, name in given if place == schema}
    node.idxname = naming.chosen(node.relation.relname, index_column_names(node), "idx", taken)
    given.add((schema, node.idxname))
    return replace(mend, sql=deparse("index_stmt", node))
