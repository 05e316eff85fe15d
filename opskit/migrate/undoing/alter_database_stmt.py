"""ALTER DATABASE … WITH options, or SET TABLESPACE."""

from __future__ import annotations

from opskit.core.change import Irreversible
from opskit.core.identifier import ident
from opskit.core.step import Reader
from opskit.migrate.ddl import Clause
from opskit.migrate.undo import LATER, Undo

_BEFORE = """
select
    d.datconnlimit::text as connection_limit, d.datallowconn::text as allow_connections,
    d.datistemplate::text as is_template, pg_catalog.quote_ident(s.spcname) as tablespace
from pg_catalog.pg_database as d
join pg_catalog.pg_tablespace as s on s.oid = d.dattablespace
where d.datname = %(name)s
"""


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    name = clause.node.dbname
    rows = db.rows(_BEFORE, name=name)
    if not rows:
        return LATER
    said = [each.def_elem.defname for each in clause.node.options]
    if "tablespace" in said:
        return Undo((f"ALTER DATABASE {ident(name)} SET TABLESPACE {rows[0]['tablespace']}",))
    options = " ".join(f"{each.upper()} {rows[0][each]}" for each in said)
    return Undo((f"ALTER DATABASE {ident(name)} WITH {options}",))
