"""Names that PostgreSQL chooses for what a statement leaves unnamed (PostgreSQL sources, makeObjectName)."""

from __future__ import annotations

from collections.abc import Container, Iterable

LONGEST = 63


def chosen(table: str, columns: Iterable[str], label: str, taken: Container[str] = ()) -> str:
    """table_column_label: the longer of the two parts is cut first, and a number is added where the name is taken."""
    joined = "_".join(columns)
    name, number = _fitted(table, joined, label), 0
    while name in taken:
        number += 1
        name = _fitted(table, joined, f"{label}{number}")
    return name


def _fitted(table: str, columns: str, label: str) -> str:
    """Lengths count bytes; a character is never cut in two."""
    first, second = table.encode(), columns.encode()
    room = LONGEST - len(label.encode()) - 1 - (1 if columns else 0)
    while len(first) + len(second) > room:
        first, second = (first[:-1], second) if len(first) > len(second) else (first, second[:-1])
    parts = [part.decode(errors="ignore") for part in (first, second) if part]
    return "_".join([*parts, label])


def schema_of(name: str) -> str:
    """The schema, unquoted, of a name as `core.identifier.qualified` writes it; empty where it has none."""
    return parts(name)[0]


def parts(name: str) -> tuple[str, str]:
    """Schema (perhaps empty) and name, unquoted."""
    found: list[str] = [""]
    quoted = False
    for letter in name:
        if letter == '"':
            found[-1] += letter
            quoted = not quoted
        elif letter == "." and not quoted:
            found.append("")
        else:
            found[-1] += letter
    bare = [_unquoted(each) for each in found]
    return ".".join(bare[:-1]), bare[-1]


def _unquoted(text: str) -> str:
    return text[1:-1].replace('""', '"') if text.startswith('"') else text
