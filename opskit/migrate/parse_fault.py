"""What the parser says of a file that is no SQL, told so that a reader knows what to mend."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from opskit.errors import Fault

# An unterminated quote is quoted by the parser up to the end of the file.
_LONGEST = 60
_ROWS = "is a row of COPY … FROM STDIN, which only psql can send: write INSERT, or load it beside the migration"


def unfit(sql: str, path: Path) -> Fault | None:
    """A character that no text of PostgreSQL holds."""
    at = sql.find("\0")
    if at >= 0:
        return _fault(sql, path, at, "holds a NUL character")
    try:
        sql.encode()
    except UnicodeEncodeError as error:
        return _fault(sql, path, error.start, "holds half of a surrogate pair, which is no character")
    return None


def fault_of(sql: str, path: Path, said: str, position: int, ends_in_copied_rows: Callable[[str], bool]) -> Fault:
    """`position` counts characters from 0."""
    text = " ".join(said.split())
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
    rest = sql[position : position + _LONGEST]
    if said.startswith("memory exhausted"):
        text = "nested more deeply than PostgreSQL's parser can follow"
    elif said.startswith("syntax error") and _in_copied_rows(sql, position, ends_in_copied_rows):
        text = _ROWS
    elif said.startswith("syntax error") and rest.startswith("\\"):
        text = f"{rest.split(None, 1)[0]} is a command of psql, not SQL: write what it does as SQL"
    elif said.startswith("syntax error") and rest.startswith(":"):
        text = f"{rest.split(None, 1)[0].rstrip(';,)')} is a variable of psql, not SQL: write its value"
    return _fault(sql, path, position, text)


def _in_copied_rows(sql: str, position: int, ends_in_copied_rows: Callable[[str], bool]) -> bool:
    """Whether the last COPY … FROM STDIN before the fault is directly before it."""
    word = sql[:position].lower().rfind("stdin")
    end = sql.find(";", word)
    return word >= 0 and 0 <= end < position and ends_in_copied_rows(sql[: end + 1])


def _fault(sql: str, path: Path, position: int, text: str) -> Fault:
    before = sql[:position]
    return Fault(path, before.count("\n") + 1, text, position - (before.rfind("\n") + 1) + 1)
