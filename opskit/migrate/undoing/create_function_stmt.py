"""CREATE FUNCTION, PROCEDURE; OR REPLACE of one that is there puts the old one back, which has to be made anew with all
that uses it where the new one names or defaults more of its arguments: neither can be taken away again."""

from __future__ import annotations

from typing import Any

from opskit.core.change import Irreversible
from opskit.core.identifier import qualified
from opskit.core.step import Reader
from opskit.migrate.created import dropped, home, strings
from opskit.migrate.ddl import Clause
from opskit.migrate.definitions.reading import remade, replaced
from opskit.migrate.named import Name, find
from opskit.migrate.nodes import enum_word
from opskit.migrate.type_name import type_text
from opskit.migrate.undo import Undo

_INPUT = ("FUNC_PARAM_DEFAULT", "FUNC_PARAM_IN", "FUNC_PARAM_INOUT", "FUNC_PARAM_VARIADIC")
_BEFORE = """
select f.pronargdefaults as defaults, coalesce(f.proargnames, '{}')::text[] as names from pg_catalog.pg_proc as f
where f.oid = %(oid)s::pg_catalog.oid
"""


def undo(clause: Clause, db: Reader) -> Undo | Irreversible:
    node = clause.node
    parts = strings(node.funcname)
    schema = home(db, ".".join(parts[:-1]))
    given = [each.function_parameter for each in node.parameters]
    arguments = [type_text(each.arg_type, ()) for each in given if enum_word(each, "mode") in _INPUT]
    there = find(db, Name("function", schema=schema, name=parts[-1], arguments=arguments)) if node.replace else None
    if there:
        before = db.rows(_BEFORE, oid=there.oid)[0]
        return remade(db, there) if _says_more(given, before) else replaced(db, there)
    word = "PROCEDURE" if node.is_procedure else "FUNCTION"
    return dropped(word, f"{qualified(schema, parts[-1])}({', '.join(arguments)})")


def _says_more(given: list[Any], before: Any) -> bool:
    defaults = sum(each.HasField("defexpr") for each in given)
    names = {str(each.name) for each in given if each.name and enum_word(each, "mode") != "FUNC_PARAM_TABLE"}
    return bool(defaults > before["defaults"] or not names <= set(before["names"]))
