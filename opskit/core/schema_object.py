"""An object of a schema as the parts that its definition is made of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from opskit.value import Value

# Behind the name of a part: the server prints it from an expression.
PRINTED = "*"
# As the facts schema_objects, other_objects, publications and belonging_objects call them.
KINDS = (
    "access method, aggregate, cast, collation, column, constraint, conversion, default privileges, domain,"
    " event trigger, extension, foreign data wrapper, foreign server, foreign table, function, index, invalid index,"
    " language, materialized view, operator, operator class, operator family, policy, procedure, publication, rule,"
    " schema, sequence, statistics, subscription, table, text search configuration, text search dictionary,"
    " text search parser, text search template, transform, trigger, type, user mapping, view"
).split(", ")


class Part(Value):
    """`printed`: another major version of PostgreSQL may print the same in another way."""

    text: str
    printed: bool = False


# Kind and name; the parts by their names, in order, without those that say nothing.
Key = tuple[str, str]
Parts = Mapping[str, Part]
Objects = Mapping[Key, Parts]


def objects_of(rows: Iterable[Mapping[str, Any]], beside: Iterable[Mapping[str, Any]]) -> dict[Key, Parts]:
    """From rows of the fact schema_objects and its like, with what facts like other_parts say beside them."""
    more: dict[tuple[int, int, int], dict[str, str | None]] = {}
    for row in beside:
        more.setdefault(_identity(row), {})[str(row["part"])] = row["text"]
    return {
        (str(row["kind"]), str(row["name"])): _parts({**json.loads(row["parts"]), **more.get(_identity(row), {})})
        for row in rows
    }


def _identity(row: Mapping[str, Any]) -> tuple[int, int, int]:
    return int(row["class"]), int(row["oid"]), int(row["sub"])


def _parts(texts: Mapping[str, str | None]) -> Parts:
    return {
        name.removesuffix(PRINTED): Part(text, name.endswith(PRINTED))
        for name, text in texts.items()
        if name and text is not None
    }
