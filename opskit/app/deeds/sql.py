"""Statements of a runbook: `statement`, or a `file` beside it. They are a migration that stands in no folder, planned,
carried out, recorded in the database and taken back as any other. `{database}` stands for the quoted name of the
database."""

from __future__ import annotations

from opskit.app.deed_kinds import Prepared
from opskit.app.item_kinds import Room
from opskit.app.own_files import refuse_outside
from opskit.value import Value


class Asked(Value):
    statement: str = ""
    file: str = ""

    def __post_init__(self) -> None:
        refuse_outside(self.file, "file")
        if bool(self.statement.strip()) == bool(self.file):
            raise ValueError("give `statement` or `file`, one of them")


def words(asked: Asked) -> str:
    return asked.statement or f"the statements of {asked.file}"


def prepare(asked: Asked, room: Room) -> Prepared:
    from opskit.app.own_statements import prepared

    return prepared(asked, room)
