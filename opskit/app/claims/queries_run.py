"""Whether every query in a `folder` of .sql files beside claims.toml can run on this server: each is planned with
EXPLAIN, which runs nothing. What only EXPLAIN of a SELECT could tell, and what needs a table, an extension or a right
that is not here, is left open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from opskit.app.claim_kinds import Answered, ClaimVerdict, Room
from opskit.errors import InvalidFile, OpskitError
from opskit.gate.sampling import sqlstate
from opskit.migrate.parser import Parsed, parse
from opskit.value import Value

# undefined_table, undefined_schema, insufficient_privilege, query_canceled, lock_not_available.
_OPEN = ("42P01", "3F000", "42501", "57014", "55P03")
_SHOWN = 4


class Asked(Value):
    folder: str


def faults(asked: Asked, home: Path) -> Sequence[str]:
    try:
        found = _statements(home / asked.folder)
    except (OSError, UnicodeDecodeError, InvalidFile) as error:
        return [f"`folder` {asked.folder} cannot be read: {error}"]
    return [] if found else [f"`folder` {asked.folder} holds no query"]


def answer(asked: Asked, room: Room) -> Answered:
    failed, left_open, tried = list[str](), list[str](), 0
    for name, parsed in _statements(room.home / asked.folder):
        code, why = _planned(parsed, room)
        tried += 1
        if why:
            (left_open if code in _OPEN else failed).append(f"{name}: {why}")
    told = f"{tried - len(failed) - len(left_open)} of {tried} queries can run on {room.db.server.version}"
    if failed:
        return Answered(ClaimVerdict.REFUTED, told, "; ".join(failed[:_SHOWN]))
    if left_open:
        return Answered(ClaimVerdict.NOT_TESTABLE, told, "; ".join(left_open[:_SHOWN]))
    return Answered(ClaimVerdict.VERIFIED, told)


def _statements(folder: Path) -> list[tuple[str, Parsed]]:
    if not folder.is_dir():
        raise FileNotFoundError("it is no folder")
    paths = sorted(folder.glob("*.sql"))
    return [(path.stem, each) for path in paths for each in parse(path.read_text(encoding="utf-8"), path)]


def _planned(parsed: Parsed, room: Room) -> tuple[str, str]:
    """The SQLSTATE it is refused with, and why; both empty when it is planned."""
    if parsed.kind != "select_stmt":
        return _OPEN[0], "is no SELECT, and was not tried"
    try:
        with room.briefly() as db:
            db.rows(f"explain {parsed.text}")
    except OpskitError as error:
        return sqlstate(error), error.why or error.what
    return "", ""
