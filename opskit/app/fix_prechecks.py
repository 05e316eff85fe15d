"""What would make a VALIDATE CONSTRAINT fail for sure: rows that break it. The step that adds such a constraint knows
how to look for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.app.fix_mends import Mend
from opskit.core.change import Mark
from opskit.core.identifier import qualified
from opskit.core.plan import changes_of
from opskit.core.step import Reader
from opskit.migrate.classify import classify
from opskit.migrate.constraint_before import UNPROVEN
from opskit.migrate.ddl import Other
from opskit.migrate.flow import command_kind
from opskit.migrate.parser import parse
from opskit.steps.by_kind import step_of

_CONSTRAINT = """
select pg_catalog.quote_ident(k.conname) as name, pg_catalog.pg_get_constraintdef(k.oid) as definition
from pg_catalog.pg_constraint as k
where k.conrelid = pg_catalog.to_regclass(%(relation)s) and k.conname = %(name)s
"""


def in_the_way(db: Reader, mends: Sequence[Mend]) -> dict[int, str]:
    """By the ordinals of the statements. InvalidFile never: the definitions are the server's own."""
    found = {mend.ordinal: "; ".join(_broken(db, mend.sql)) for mend in mends}
    return {ordinal: reason for ordinal, reason in found.items() if reason}


def _broken(db: Reader, sql: str) -> Iterator[str]:
    parsed = parse(sql)[0]
    if parsed.kind != "alter_table_stmt":
        return
    relation = qualified(parsed.node.relation.schemaname, parsed.node.relation.relname)
    commands = [each.alter_table_cmd for each in parsed.node.cmds]
    for command in (each for each in commands if command_kind(each) == "at_validate_constraint"):
        for row in db.rows(_CONSTRAINT, relation=relation, name=command.name):
            definition = str(row["definition"]).removesuffix(UNPROVEN)
            yield from _of_rows(db, f"alter table {relation} add constraint {row['name']} {definition}")


def _of_rows(db: Reader, adding: str) -> Iterator[str]:
    for ddl in classify(parse(adding)[0]):
        if not isinstance(ddl, Other):
            for change in changes_of(step_of(ddl, Mark("fix", 1, 1)), db):
                yield from (finding.message for finding in change.obstacles if finding.facts.get("rows"))
