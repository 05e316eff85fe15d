"""What a query of one's own says: a `file` beside claims.toml with one select that gives one row, `holds` (true, false,
or NULL where it cannot tell) and `measured` (text). It runs in a session that cannot write and is rolled back, with a
time limit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from opskit.app.claim_kinds import Answered, ClaimVerdict, Room
from opskit.app.claim_values import TOLD
from opskit.errors import Inconclusive, InvalidFile
from opskit.migrate.parser import Parsed, parse
from opskit.value import Value

# So that it is one query and nothing else.
_WRAPPED = "select f.holds, f.measured::text as measured from (\n{}\n) as f"


class Asked(Value):
    file: str


def faults(asked: Asked, home: Path) -> Sequence[str]:
    try:
        statements = _read(home / asked.file)
    except (OSError, UnicodeDecodeError, InvalidFile) as error:
        return [f"`file` {asked.file} cannot be read: {error}"]
    one = len(statements) == 1 and statements[0].kind == "select_stmt"
    return [] if one else [f"`file` {asked.file} holds {len(statements)} statements; it takes one select"]


def answer(asked: Asked, room: Room) -> Answered:
    (statement,) = _read(room.home / asked.file)
    with room.briefly() as db:
        rows = db.rows(_WRAPPED.format(statement.text))
    if len(rows) != 1:
        raise Inconclusive(f"{asked.file} gives {len(rows)} rows, not one")
    holds, measured = rows[0]["holds"], str(rows[0]["measured"] or "")
    if not isinstance(holds, bool):
        return Answered(ClaimVerdict.NOT_TESTABLE, measured, f"{asked.file} cannot tell")
    return Answered(TOLD[holds], measured)


def _read(path: Path) -> list[Parsed]:
    return parse(path.read_text(encoding="utf-8"), path)
