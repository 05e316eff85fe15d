"""ALTER STATISTICS … SET STATISTICS."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.step import Reader
from opskit.migrate.created import strings
from opskit.migrate.ddl import Clause
from opskit.migrate.named import Name, find, identity
from opskit.migrate.undo import LATER, Undo

_TARGET = """
select coalesce(x.stxstattarget, -1) as target from pg_catalog.pg_statistic_ext as x
where x.oid = %(oid)s::pg_catalog.oid
"""


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    parts = strings(clause.node.defnames)
    found = find(db, Name("statistic_ext", schema=".".join(parts[:-1]), name=parts[-1]))
    if found is None:
        return Undo() if clause.node.missing_ok else LATER
    target = db.rows(_TARGET, oid=found.oid)[0]["target"]
    return Undo((f"ALTER STATISTICS {identity(db, found).text} SET STATISTICS {target}",))
